package online.speka.worker.engine.llamacpp;

import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import online.speka.worker.rendering.TokenLogprob;
import org.jspecify.annotations.Nullable;

/// One choice of one answer, between the job's thread, which orders it and takes its steps, and the
/// model's thread, which computes them.
///
/// Steps wait here until they are taken; there are at most [Order#tokensMax()] of them and two
/// more, so a slow client never holds up the model.
final class Generation {

  private final Order order;
  private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
  private volatile boolean cancelled;

  Generation(Order order) {
    this.order = order;
  }

  /// What is to be generated.
  ///
  /// @param tenant whose job it is: what one tenant's prompt left in memory serves no other
  /// @param prompt at least one token
  /// @param tokensMax most tokens of the answer; with the prompt they fit into a sequence
  /// @param grammar GBNF text the answer must match, if any
  /// @param topLogprobs alternatives told per token; negative if none were asked for
  record Order(
      String tenant,
      int[] prompt,
      int tokensMax,
      SamplingSettings sampling,
      @Nullable String grammar,
      int topLogprobs) {
    Order {
      Objects.requireNonNull(tenant);
      Objects.requireNonNull(sampling);
      if (prompt.length == 0 || tokensMax < 1) {
        throw new IllegalArgumentException("a generation has a prompt and at least one token");
      }
    }
  }

  /// What happened, in order: started, tokens, ended.
  sealed interface Step {

    /// @param cachedTokens how much of the prompt was in memory already
    record Started(int cachedTokens) implements Step {}

    /// @param logprob null if none was asked for
    record Token(int token, @Nullable TokenLogprob logprob) implements Step {}

    /// @param detail for people, where something failed; else empty
    record Ended(End end, String detail) implements Step {}
  }

  /// Why there are no more tokens.
  enum End {
    /// The model said that it is done.
    STOP,
    LENGTH,
    CANCELLED,
    FAILED
  }

  Order order() {
    return order;
  }

  /// Waits for the next step.
  Step next() throws InterruptedException {
    return steps.take();
  }

  void add(Step step) {
    steps.add(step);
  }

  void end(End end, String detail) {
    steps.add(new Step.Ended(end, detail));
  }

  /// Asks for the end; the model's thread obeys before its next step.
  void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }
}
