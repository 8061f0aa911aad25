package online.speka.worker.intake;

/// Where a worker's assignments arrive.
public interface Inbox {

  /// Begins to take assignments, on a thread of its own.
  void start();

  /// Takes what has arrived until now, then no more; returns when that is done.
  void stop() throws InterruptedException;
}
