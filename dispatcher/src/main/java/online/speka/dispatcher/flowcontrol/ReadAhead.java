package online.speka.dispatcher.flowcontrol;

import java.util.EnumMap;
import java.util.Map;
import online.speka.contract.job.Lane;

/// How far each lane is read ahead of the free slots. Reading stops at the limit and begins again
/// at half of it, so that it does not flutter; what does not fit stays in Kafka.
final class ReadAhead {

  private final FlowLimits.ReadAheadLimits limits;
  private final Map<Lane, Held> lanes = new EnumMap<>(Lane.class);

  ReadAhead(FlowLimits.ReadAheadLimits limits) {
    this.limits = limits;
    for (Lane lane : Lane.values()) {
      lanes.put(lane, new Held());
    }
  }

  void hold(OwnedJob job) {
    held(job.lane()).add(1, job.bytes());
  }

  void letGo(OwnedJob job) {
    held(job.lane()).add(-1, -job.bytes());
  }

  /// Decides anew, for this many slots.
  void update(int slots) {
    long jobsMax =
        Math.clamp((long) slots * limits.jobsPerSlot(), limits.jobsMin(), limits.jobsMax());
    lanes.values().forEach(held -> held.update(jobsMax, limits.bytesMax()));
  }

  boolean wants(Lane lane) {
    return held(lane).reading;
  }

  private Held held(Lane lane) {
    return lanes.computeIfAbsent(lane, _ -> new Held());
  }

  private static final class Held {
    private int jobs;
    private long bytes;
    private boolean reading = true;

    void add(int moreJobs, long moreBytes) {
      jobs += moreJobs;
      bytes += moreBytes;
    }

    void update(long jobsMax, long bytesMax) {
      if (reading) {
        reading = jobs < jobsMax && bytes < bytesMax;
      } else {
        reading = jobs <= jobsMax / 2 && bytes <= bytesMax / 2;
      }
    }
  }
}
