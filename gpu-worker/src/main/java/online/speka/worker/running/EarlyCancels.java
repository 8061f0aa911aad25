package online.speka.worker.running;

import java.util.LinkedHashMap;
import java.util.Map;
import online.speka.contract.job.JobId;

/// Cancels that may come before their jobs: every worker hears every cancel, and a client can leave
/// faster than its job travels. The newest are remembered, for a while. Not thread-safe.
final class EarlyCancels {

  private final Map<JobId, Long> heardAtNanos = new LinkedHashMap<>();
  private final int rememberedMax;
  private final long rememberedNanos;

  EarlyCancels(int rememberedMax, long rememberedNanos) {
    this.rememberedMax = rememberedMax;
    this.rememberedNanos = rememberedNanos;
  }

  void remember(JobId job, long nowNanos) {
    heardAtNanos.putIfAbsent(job, nowNanos);
    var oldest = heardAtNanos.entrySet().iterator();
    while (oldest.hasNext()) {
      long age = nowNanos - oldest.next().getValue();
      if (age < rememberedNanos && heardAtNanos.size() <= rememberedMax) {
        return;
      }
      oldest.remove();
    }
  }

  /// Whether this job was cancelled lately; the answer is yes once.
  boolean take(JobId job, long nowNanos) {
    Long heardAt = heardAtNanos.remove(job);
    return heardAt != null && nowNanos - heardAt < rememberedNanos;
  }

  int size() {
    return heardAtNanos.size();
  }
}
