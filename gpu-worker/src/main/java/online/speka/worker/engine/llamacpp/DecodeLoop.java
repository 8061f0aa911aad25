package online.speka.worker.engine.llamacpp;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import online.speka.worker.engine.llamacpp.DecodeContext.Decoded;
import online.speka.worker.engine.llamacpp.Generation.End;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that computes a model: all its sequences together, one step after the other
/// (continuous batching). A step holds the last token of every answer under way and, as far as
/// there is room, pieces of the prompts that are still being read; so a long prompt slows others
/// down a little and stops nobody.
final class DecodeLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DecodeLoop.class);

  /// Most prompt tokens computed in one step, all sequences together: what bounds how long others
  /// wait for their next token, and how soon a cancelled job is gone.
  static final int PROMPT_TOKENS_PER_STEP_MAX = 128;

  /// Most attempts to make room in memory for one step.
  private static final int ROOM_ATTEMPTS_MAX = 4;

  /// Longest that closing waits for the step under way.
  private static final long CLOSE_WAIT_MS_MAX = 10_000;

  private final LlamaModel model;
  private final DecodeContext context;
  private final SequencePool sequences;
  private final BlockingQueue<Generation> arrivals;
  private final float[] logits;
  private final Thread thread;
  private volatile boolean closed;

  DecodeLoop(String name, LlamaModel model, int slots, int tokensEach, int threads) {
    this.model = model;
    this.context =
        new DecodeContext(
            model,
            new DecodeContext.Shape(
                slots, tokensEach, slots + PROMPT_TOKENS_PER_STEP_MAX, threads));
    this.sequences = new SequencePool(slots, tokensEach, model.vocabulary());
    this.arrivals = new ArrayBlockingQueue<>(slots);
    this.logits = new float[model.vocabulary().size()];
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// False once closed or broken.
  boolean isOpen() {
    return !closed;
  }

  /// @return false if more generations wait than there are sequences, or the loop is closed
  boolean submit(Generation generation) {
    if (closed || !arrivals.offer(generation)) {
      return false;
    }
    // If it was closed in between, either its last look at the arrivals saw this one or nobody
    // will.
    return !closed || !arrivals.remove(generation);
  }

  private void run() {
    try {
      while (!closed) {
        runOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("thread", thread.getName())
          .log("model stops; its jobs go to other workers");
    } finally {
      closed = true;
      sequences.failAll("the engine closed");
      for (Generation next = arrivals.poll(); next != null; next = arrivals.poll()) {
        next.end(End.FAILED, "the engine closed");
      }
    }
  }

  /// Takes in what has arrived, waiting for it if there is nothing else to do, and computes a step.
  private void runOnce() throws InterruptedException {
    sequences.endCancelled();
    if (sequences.allIdle()) {
      admit(arrivals.take());
    }
    while (sequences.anyIdle()) {
      Generation next = arrivals.poll();
      if (next == null) {
        break;
      }
      admit(next);
    }
    if (!sequences.allIdle()) {
      step();
    }
  }

  private void admit(Generation generation) {
    if (generation.isCancelled()) {
      generation.end(End.CANCELLED, "");
      return;
    }
    Generation.Order order = generation.order();
    try {
      sequences.choose(order).begin(generation, grammar(order), context);
    } catch (IllegalStateException e) {
      generation.end(End.FAILED, "grammar refused: " + e.getMessage());
    }
  }

  private @Nullable Grammar grammar(Generation.Order order) {
    return order.grammar() == null
        ? null
        : new Grammar(model.llama().grammar(), model.vocabulary(), order.grammar());
  }

  private void step() {
    context.clear();
    sequences.addStep(context, PROMPT_TOKENS_PER_STEP_MAX);
    switch (decode()) {
      case DONE -> sequences.advance(context, logits);
      case NO_ROOM -> fail("no room in the model's memory");
      case FAILED -> fail("llama.cpp cannot compute this step: " + LlamaCpp.takeErrors());
    }
  }

  private Decoded decode() {
    Decoded decoded = context.decode();
    for (int i = 0; decoded == Decoded.NO_ROOM && i < ROOM_ATTEMPTS_MAX; i++) {
      sequences.forgetIdle(context);
      context.defragment();
      decoded = context.decode();
    }
    return decoded;
  }

  private void fail(String detail) {
    LOG.atError()
        .addKeyValue("thread", thread.getName())
        .addKeyValue("detail", detail)
        .log("all answers under way break");
    sequences.failAll(detail);
    sequences.forgetIdle(context);
  }

  /// Frees context and model, unless a step does not come to its end.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_WAIT_MS_MAX);
      if (!thread.isAlive()) {
        context.close();
        model.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
