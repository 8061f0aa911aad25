package online.speka.infra.bench.load;

import java.util.Comparator;
import java.util.PriorityQueue;

/// Time that passes only while it is run.
final class VirtualTimeline implements Timeline {

  private record Task(long nanos, long order, Runnable work) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::nanos).thenComparingLong(Task::order));
  private long nanos;
  private long order;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void at(long due, Runnable task) {
    tasks.add(new Task(Math.max(due, nanos), order++, task));
  }

  @Override
  public void soon(Runnable task) {
    at(nanos, task);
  }

  /// The thread is busy for so long: nothing else happens meanwhile.
  void stall(long forNanos) {
    nanos += forNanos;
  }

  void runAll() {
    while (!tasks.isEmpty()) {
      Task task = tasks.remove();
      nanos = Math.max(nanos, task.nanos());
      task.work().run();
    }
  }
}
