package online.speka.worker.engine;

/// Takes the pieces of one answer, in order, from one thread.
@FunctionalInterface
public interface AnswerSink {

  /// The next piece. One call is one frame, so an engine calls once per token (or per event of its
  /// upstream), and a deterministic engine cuts its answer at the same places every time. Blocks
  /// while too much waits to be published.
  void chunk(byte[] bytes) throws InterruptedException;
}
