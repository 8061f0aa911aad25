package online.speka.infra.faults.client;

import java.util.List;
import java.util.SplittableRandom;
import online.speka.infra.faults.history.Kind;

/// The requests of a load, each drawn from the seed and its own number: the same seed asks the
/// same.
///
/// @param cell begins every request's name
public record Asks(String cell, long seed, Load load) {

  /// The models of the platform that are asked.
  public static final String CHAT_MODEL = "meta/llama-3.3-70b-instruct";

  public static final String EMBEDDING_MODEL = "nvidia/llama-3.2-nv-embedqa-1b-v2";

  /// No worker survives a job of this one.
  public static final String POISON_MODEL = "sim/poison";

  /// More than the poison needs to work.
  private static final int POISON_TOKENS = 40;

  private static final String STREAMED =
      ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";

  private static final int DIMENSIONS = 64;
  private static final int INPUTS_MAX = 8;
  private static final int PROMPT_WORDS_MAX = 24;

  private static final String[] WORDS = {
    "river", "winter", "seven", "maple", "engine", "quiet", "orbit", "paper", "signal", "harbour",
    "copper", "window", "garden", "thunder", "ladder", "velvet", "puzzle", "meadow", "anchor",
    "lantern"
  };

  Ask ask(int number) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
    String name = cell + "-" + seed + "-" + number;
    double draw = random.nextDouble();
    Mix mix = load.mix();
    Kind kind =
        draw < mix.documents()
            ? Kind.DOCUMENT
            : draw < mix.documents() + mix.embeddings() ? Kind.EMBEDDINGS : mix.streams();
    boolean leaves = draw >= 1 - mix.leaving();
    int tokens = random.nextInt(load.tokensMin(), load.tokensMax() + 1);
    String body = body(name, kind, tokens, random);
    return new Ask(
        name,
        kind,
        account(random),
        random.nextInt(Integer.MAX_VALUE),
        leaves ? 1 + random.nextInt(tokens) : 0,
        body);
  }

  /// A stream that begins and whose worker dies, whichever it is.
  Ask poison() {
    SplittableRandom random = new SplittableRandom(seed);
    String name = cell + "-" + seed + "-poison";
    return new Ask(
        name,
        Kind.STREAM,
        account(random),
        random.nextInt(Integer.MAX_VALUE),
        0,
        chat(POISON_MODEL, name, POISON_TOKENS, random, STREAMED));
  }

  private String account(SplittableRandom random) {
    List<String> accounts = load.mix().payers().accounts();
    return accounts.get(random.nextInt(accounts.size()));
  }

  private static String body(String name, Kind kind, int tokens, SplittableRandom random) {
    return switch (kind) {
      case STREAM, RESUMABLE -> chat(CHAT_MODEL, name, tokens, random, STREAMED);
      case DOCUMENT -> chat(CHAT_MODEL, name, tokens, random, "");
      case EMBEDDINGS -> embeddings(name, random);
    };
  }

  private static String chat(
      String model, String name, int tokens, SplittableRandom random, String more) {
    return "{\"model\":\"%s\",\"user\":\"%s\",\"max_tokens\":%d,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(model, name, tokens, prompt(random), more);
  }

  private static String embeddings(String name, SplittableRandom random) {
    StringBuilder inputs = new StringBuilder();
    for (int i = random.nextInt(INPUTS_MAX); i >= 0; i--) {
      inputs.append('"').append(prompt(random)).append(i == 0 ? "\"" : "\",");
    }
    return "{\"model\":\"%s\",\"user\":\"%s\",\"dimensions\":%d,\"input\":[%s]}"
        .formatted(EMBEDDING_MODEL, name, DIMENSIONS, inputs);
  }

  private static String prompt(SplittableRandom random) {
    StringBuilder text = new StringBuilder(Long.toString(random.nextLong(), Character.MAX_RADIX));
    for (int i = random.nextInt(PROMPT_WORDS_MAX); i >= 0; i--) {
      text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }
}
