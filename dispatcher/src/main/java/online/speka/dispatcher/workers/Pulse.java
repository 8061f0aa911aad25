package online.speka.dispatcher.workers;

/// What is known about the life of one worker. A worker that has died is forgotten.
///
/// ```
/// Unproven --beat changes--> Alive --silent too long--> (forgotten)
///     \------------------------silent too long----------/
/// ```
///
/// `silentNanos` is how long no beat was heard over readings that succeeded; below zero it is
/// credit left from an outage.
sealed interface Pulse {

  WorkerView view();

  long silentNanos();

  Pulse silentFor(long nanos);

  default Pulse.Alive heard(WorkerView newer) {
    return new Alive(newer, 0);
  }

  record Unproven(WorkerView view, long silentNanos) implements Pulse {
    @Override
    public Unproven silentFor(long nanos) {
      return new Unproven(view, nanos);
    }
  }

  record Alive(WorkerView view, long silentNanos) implements Pulse {
    @Override
    public Alive silentFor(long nanos) {
      return new Alive(view, nanos);
    }
  }
}
