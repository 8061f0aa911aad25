package online.speka.worker.engine.llamacpp;

import online.speka.worker.engine.llamacpp.Generation.End;
import online.speka.worker.engine.llamacpp.Generation.Step;
import org.jspecify.annotations.Nullable;

/// One of a context's sequences: the tokens it holds in memory and the generation that it works on,
/// if any. After a generation the tokens stay, so that the next turn of the same conversation need
/// not be read from its beginning. Belongs to the model's thread.
final class Sequence {

  private static final int NO_LOGITS = -1;

  private final int id;
  private final Vocabulary vocabulary;
  private final int[] held;
  private int heldCount;
  private String tenant = "";
  private @Nullable Work work;

  /// A generation under way.
  private static final class Work {
    final Generation generation;
    final TokenSampler sampler;
    final @Nullable Grammar grammar;
    int generated;
    int lastToken;
    int logitsIndex = NO_LOGITS;

    Work(Generation generation, @Nullable Grammar grammar) {
      this.generation = generation;
      this.sampler = new TokenSampler(generation.order().sampling());
      this.grammar = grammar;
    }
  }

  Sequence(int id, int tokensMax, Vocabulary vocabulary) {
    this.id = id;
    this.held = new int[tokensMax];
    this.vocabulary = vocabulary;
  }

  boolean isIdle() {
    return work == null;
  }

  /// How much of the order's prompt is in memory here. Its last token never counts: what follows it
  /// has to be computed.
  int usable(Generation.Order order) {
    if (!tenant.equals(order.tenant())) {
      return 0;
    }
    int most = Math.min(heldCount, order.prompt().length - 1);
    int same = 0;
    while (same < most && held[same] == order.prompt()[same]) {
      same++;
    }
    return same;
  }

  int heldCount() {
    return heldCount;
  }

  void begin(Generation generation, @Nullable Grammar grammar, DecodeContext context) {
    int usable = usable(generation.order());
    context.forget(id, usable);
    heldCount = usable;
    tenant = generation.order().tenant();
    work = new Work(generation, grammar);
    generation.add(new Step.Started(usable));
  }

  /// Drops everything in memory. Only of an idle sequence.
  void forget(DecodeContext context) {
    context.forget(id, 0);
    heldCount = 0;
  }

  boolean isCancelled() {
    return work != null && work.generation.isCancelled();
  }

  /// Whether the prompt is not in memory yet.
  boolean isReading() {
    return work != null && heldCount < work.generation.order().prompt().length;
  }

  /// Adds the next piece of the prompt to the step.
  ///
  /// @return how many tokens that were
  int addPrompt(DecodeContext context, int most) {
    Work now = current();
    int[] prompt = now.generation.order().prompt();
    int count = Math.min(most, prompt.length - heldCount);
    for (int i = 0; i < count; i++) {
      add(context, now, prompt[heldCount], heldCount == prompt.length - 1);
    }
    return count;
  }

  /// Adds the last token drawn to the step.
  void addToken(DecodeContext context) {
    Work now = current();
    add(context, now, now.lastToken, true);
  }

  private void add(DecodeContext context, Work now, int token, boolean wanted) {
    int index = context.add(id, heldCount, token, wanted);
    held[heldCount++] = token;
    if (wanted) {
      now.logitsIndex = index;
    }
  }

  /// Draws the next token, if the step has computed what it follows from.
  ///
  /// @param logits room for a score per token
  void advance(DecodeContext context, float[] logits) {
    Work now = work;
    if (now == null || now.logitsIndex == NO_LOGITS) {
      return;
    }
    context.logits(now.logitsIndex, logits);
    now.logitsIndex = NO_LOGITS;
    Generation.Order order = now.generation.order();
    float[] raw = order.topLogprobs() < 0 ? null : logits.clone();
    int token = draw(now, logits);
    if (token == TokenSampler.NONE) {
      end(End.FAILED, "no token can follow");
      return;
    }
    now.lastToken = token;
    now.generated++;
    now.generation.add(
        new Step.Token(
            token, raw == null ? null : Logprobs.of(raw, token, order.topLogprobs(), vocabulary)));
    if (vocabulary.isEnd(token)) {
      end(End.STOP, "");
    } else if (now.generated == order.tokensMax()) {
      end(End.LENGTH, "");
    }
  }

  private static int draw(Work now, float[] logits) {
    now.sampler.adjust(logits);
    int token = now.sampler.draw(logits);
    Grammar grammar = now.grammar;
    if (grammar != null && token != TokenSampler.NONE) {
      if (!grammar.allows(token)) {
        token = grammar.mask(logits) ? now.sampler.draw(logits) : TokenSampler.NONE;
      }
      if (token != TokenSampler.NONE) {
        grammar.accept(token);
      }
    }
    if (token != TokenSampler.NONE) {
      now.sampler.accept(token);
    }
    return token;
  }

  /// Ends the generation under way.
  void end(End end, String detail) {
    Work now = current();
    work = null;
    if (now.grammar != null) {
      now.grammar.close();
    }
    now.generation.end(end, detail);
  }

  private Work current() {
    if (work == null) {
      throw new IllegalStateException("sequence " + id + " is idle");
    }
    return work;
  }
}
