package online.speka.worker.running;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import online.speka.contract.fleet.Heartbeat;
import online.speka.contract.job.Assignment;
import online.speka.contract.job.JobId;

/// Every job this worker is answerable for, waiting or running. Bounded in number and in bytes.
public final class HeldJobs {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private final Map<JobId, HeldJob> held = new HashMap<>();
  private final Set<Heartbeat.Running> finished;
  private final EarlyCancels earlyCancels;
  private final RunningProperties limits;
  private final LongSupplier ticker;
  private long heldBytes;
  private int superseded;
  private boolean draining;

  HeldJobs(RunningProperties limits, LongSupplier ticker) {
    this.limits = limits;
    this.ticker = ticker;
    this.earlyCancels =
        new EarlyCancels(limits.earlyCancelsMax(), limits.earlyCancelsKept().toNanos());
    this.finished = newestOf(limits.finishedRemembered());
  }

  /// Blocks until there is room for one more.
  public void awaitRoom() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (held.size() >= limits.heldMax() || heldBytes >= limits.heldBytesMax().toBytes()) {
        left.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes responsibility for an assignment.
  ///
  /// @return empty if it is here, or was, already; an older attempt at the same job is told that it
  ///     is over
  Optional<HeldJob> hold(Assignment assignment) {
    HeldJob job = new HeldJob(assignment);
    HeldJob older;
    boolean cancelled;
    boolean handBack;
    lock.lock();
    try {
      HeldJob known = held.get(job.job().id());
      if (finished.contains(job.key())
          || (known != null && known.attempt().compareTo(job.attempt()) >= 0)) {
        return Optional.empty();
      }
      older = held.put(job.job().id(), job);
      superseded += older == null ? 0 : 1;
      heldBytes += assignment.body().length;
      cancelled = earlyCancels.take(job.job().id(), ticker.getAsLong());
      handBack = draining;
    } finally {
      lock.unlock();
    }
    if (older != null) {
      older.stop(StopReason.SUPERSEDED);
    }
    if (cancelled) {
      job.stop(StopReason.CLIENT_GONE);
    }
    if (handBack) {
      job.stop(StopReason.DRAINING);
    }
    return Optional.of(job);
  }

  /// The job's last word is durable, or it has none.
  void release(HeldJob job) {
    lock.lock();
    try {
      if (!held.remove(job.job().id(), job)) {
        superseded--;
      }
      heldBytes -= job.assignment().body().length;
      finished.add(job.key());
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The job's client has gone. Remembered for a while if the job is not here: it may be on its
  /// way.
  public void cancel(JobId id) {
    HeldJob job;
    lock.lock();
    try {
      job = held.get(id);
      if (job == null) {
        earlyCancels.remember(id, ticker.getAsLong());
      }
    } finally {
      lock.unlock();
    }
    if (job != null) {
      job.stop(StopReason.CLIENT_GONE);
    }
  }

  /// What the heartbeat says of them.
  public List<Heartbeat.Running> keys() {
    return all().stream().map(HeldJob::key).toList();
  }

  /// How many generate at this moment.
  public int generating() {
    return (int) all().stream().filter(job -> job.phase() == HeldJob.Phase.GENERATING).count();
  }

  /// Hands back what has not begun, and from now on whatever still comes.
  public void drain() {
    lock.lock();
    try {
      draining = true;
    } finally {
      lock.unlock();
    }
    all().forEach(job -> job.stopIfWaiting(StopReason.DRAINING));
  }

  /// Breaks off what runs although nobody can wait for it any more: clients leave at the deadline
  /// at the latest, and a cancel may get lost.
  ///
  /// @param now less than the grace that edges give to an outcome
  void stopOverdue(Instant now) {
    for (HeldJob job : all()) {
      if (now.isAfter(job.job().window().deadline())) {
        job.stop(StopReason.OVERDUE);
      }
    }
  }

  /// Breaks off what still runs.
  public void stopAll() {
    all().forEach(job -> job.stop(StopReason.DRAINING));
  }

  /// Breaks off what did not obey [#stopAll()].
  public void interruptAll() {
    all().forEach(HeldJob::interrupt);
  }

  /// Waits until none is left.
  ///
  /// @return false if the time ran out
  public boolean awaitNone(Duration timeout) throws InterruptedException {
    long nanos = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (!held.isEmpty() || superseded > 0) {
        if (nanos <= 0) {
          return false;
        }
        nanos = left.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private List<HeldJob> all() {
    lock.lock();
    try {
      return List.copyOf(held.values());
    } finally {
      lock.unlock();
    }
  }

  private static <T> Set<T> newestOf(int max) {
    return Collections.newSetFromMap(
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<T, Boolean> eldest) {
            return size() > max;
          }
        });
  }
}
