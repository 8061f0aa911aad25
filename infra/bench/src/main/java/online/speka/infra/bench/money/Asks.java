package online.speka.infra.bench.money;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.usage.Rate;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.simulator.SimulatorReference;

/// The requests of a run, each drawn from the seed and its own number.
record Asks(ModelSpec model, long seed) {

  /// Tokens that a chat template may add to a prompt, which has no more tokens than its body has
  /// bytes: a promise of the edge's, repeated here so that a change of it is noticed.
  private static final int TEMPLATE_TOKENS = 256;

  private static final int TOKENS_MIN = 4;
  private static final int TOKENS_MAX = 96;
  private static final int WORDS_MAX = 30;
  private static final double DOCUMENTS = 0.2;
  private static final double LEAVING = 0.2;
  private static final String SPACE = " ";

  private static final String[] WORDS = {
    "ledger", "credit", "coin", "purse", "debt", "tally", "ounce", "penny", "abacus", "mint"
  };

  /// One of a storm.
  Ask ask(int number) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
    double draw = random.nextDouble();
    boolean streaming = draw >= DOCUMENTS;
    int tokens = random.nextInt(TOKENS_MIN, TOKENS_MAX + 1);
    int leavesAfter = streaming && draw > 1 - LEAVING ? 1 + random.nextInt(tokens) : 0;
    StringBuilder prompt = new StringBuilder(Integer.toString(number));
    for (int i = random.nextInt(WORDS_MAX); i >= 0; i--) {
      prompt.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
    }
    String body = body(prompt.toString(), tokens, streaming, "");
    return ask(number, body, tokens, streaming, leavesAfter, Ask.Expected.EITHER);
  }

  /// One that can cost exactly this: the space between two fields costs as well.
  ///
  /// @throws IllegalArgumentException if no request is as cheap or as dear
  Ask costing(int number, long cost, Ask.Expected expected) {
    String least = body("Count to " + number, TOKENS_MIN, true, "");
    long more = cost - cost(least, TOKENS_MIN);
    String body = body("Count to " + number, TOKENS_MIN, true, SPACE.repeat(Math.toIntExact(more)));
    if (cost(body, TOKENS_MIN) != cost) {
      throw new IllegalArgumentException("no request costs " + cost);
    }
    return ask(number, body, TOKENS_MIN, true, 0, expected);
  }

  /// Less than any request costs.
  long cheapest() {
    return cost(body("", TOKENS_MIN, false, ""), TOKENS_MIN);
  }

  private Ask ask(
      int number,
      String body,
      int tokens,
      boolean streaming,
      int leavesAfter,
      Ask.Expected expected) {
    Usage truth = SimulatorReference.of(model, body.getBytes(StandardCharsets.UTF_8)).usage();
    return new Ask(
        number, number, body, streaming, leavesAfter, cost(body, tokens), truth, expected);
  }

  private long cost(String body, int tokens) {
    long prompt = Math.min(model.capacity().contextTokens(), body.length() + TEMPLATE_TOKENS);
    return model.prices().chargeAtMost(Usage.of(prompt, tokens), Rate.STANDARD).value();
  }

  private String body(String prompt, int tokens, boolean streaming, String space) {
    return "{\"model\":\"%s\",%s\"max_tokens\":%d,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(
            model.id().value(),
            space,
            tokens,
            prompt,
            streaming ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "");
  }
}
