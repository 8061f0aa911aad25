package online.speka.dispatcher.flowcontrol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import online.speka.contract.job.Lane;

/// The waiting jobs of a model: interactive before batch, always.
final class ModelQueue {

  private final LaneQueue interactive = new FifoLane();
  private final LaneQueue batch = new FifoLane();

  /// No waiting job's deadline is before this; may be too early, never too late.
  private Instant deadlineBound = Instant.MAX;

  /// The lanes in the order in which they are served.
  List<LaneQueue> lanes() {
    return List.of(interactive, batch);
  }

  LaneQueue lane(Lane lane) {
    return switch (lane) {
      case INTERACTIVE -> interactive;
      case BATCH -> batch;
    };
  }

  void add(OwnedJob job) {
    lane(job.lane()).add(job);
    if (job.deadline().isBefore(deadlineBound)) {
      deadlineBound = job.deadline();
    }
  }

  void remove(OwnedJob job) {
    lane(job.lane()).remove(job);
  }

  /// Every job that can no longer start in time. The caller ends them all.
  List<OwnedJob> expired(Instant now) {
    if (now.isBefore(deadlineBound)) {
      return List.of();
    }
    List<OwnedJob> expired = new ArrayList<>();
    Instant earliest = Instant.MAX;
    for (LaneQueue lane : lanes()) {
      for (OwnedJob job : lane) {
        if (!now.isBefore(job.deadline())) {
          expired.add(job);
        } else if (job.deadline().isBefore(earliest)) {
          earliest = job.deadline();
        }
      }
    }
    deadlineBound = earliest;
    return expired;
  }

  /// A copy of one lane, in order.
  List<OwnedJob> all(Lane lane) {
    List<OwnedJob> all = new ArrayList<>();
    lane(lane).forEach(all::add);
    return all;
  }

  /// When the job that is served next was accepted.
  Optional<Instant> oldest(Lane lane) {
    var jobs = lane(lane).iterator();
    return jobs.hasNext()
        ? Optional.of(jobs.next().job().window().submittedAt())
        : Optional.empty();
  }
}
