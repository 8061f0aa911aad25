package online.speka.dispatcher.intake;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import online.speka.contract.job.JobId;

/// Cancellations that were heard, for jobs that have not been read yet. Bounded in number and age;
/// what is forgotten runs until its worker, which has heard it too, or its deadline stops it.
final class CancelMemory {

  private final int jobsMax;
  private final long keptNanos;
  private final LongSupplier ticker;
  private final Map<JobId, Long> heardAt = new LinkedHashMap<>();

  CancelMemory(int jobsMax, Duration kept, LongSupplier ticker) {
    this.jobsMax = jobsMax;
    this.keptNanos = kept.toNanos();
    this.ticker = ticker;
  }

  synchronized void remember(JobId job) {
    long now = ticker.getAsLong();
    Iterator<Long> oldest = heardAt.values().iterator();
    while (oldest.hasNext() && (now - oldest.next() > keptNanos || heardAt.size() >= jobsMax)) {
      oldest.remove();
    }
    heardAt.putIfAbsent(job, now);
  }

  /// Whether this job's client is gone. Each job asks once.
  synchronized boolean take(JobId job) {
    if (heardAt.isEmpty()) {
      return false;
    }
    Long heard = heardAt.remove(job);
    return heard != null && ticker.getAsLong() - heard <= keptNanos;
  }
}
