package online.speka.worker.engine.simulator;

import online.speka.worker.engine.Cancellation;

/// Where simulated work takes its time. The only place where a run waits.
interface Waiter {

  /// Begins to measure one run, on the thread that will wait for it.
  Pace begin(Cancellation cancellation);

  /// The time of one run.
  interface Pace {

    /// Now, in nanoseconds since some moment.
    long now();

    /// Waits until that moment, but not longer than until the run is cancelled or the engine
    /// closed.
    void until(long moment) throws InterruptedException;
  }
}
