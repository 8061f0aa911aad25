package online.speka.dispatcher.flowcontrol;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import online.speka.contract.job.Lane;

/// The waiting jobs of a model: interactive before batch, always.
final class ModelQueue {

  private final LaneQueue interactive = new FifoLane();
  private final LaneQueue batch = new FifoLane();
  private final Map<Lane, Long> tokens = new EnumMap<>(Lane.class);
  private final Duration waitMax;

  /// No waiting job is to be turned away before this; may be too early, never too late.
  private Instant expiryBound = Instant.MAX;

  ModelQueue(Duration waitMax) {
    this.waitMax = waitMax;
  }

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
    tokens.merge(job.lane(), job.tokens(), Long::sum);
    Instant startBy = job.startBy(waitMax);
    if (startBy.isBefore(expiryBound)) {
      expiryBound = startBy;
    }
  }

  void remove(OwnedJob job) {
    lane(job.lane()).remove(job);
    tokens.merge(job.lane(), -job.tokens(), Long::sum);
  }

  /// What the lane's jobs may take, all together.
  long tokens(Lane lane) {
    return tokens.getOrDefault(lane, 0L);
  }

  /// Every job that can no longer start in time. The caller ends them all.
  List<OwnedJob> expired(Instant now) {
    if (now.isBefore(expiryBound)) {
      return List.of();
    }
    List<OwnedJob> expired = new ArrayList<>();
    Instant earliest = Instant.MAX;
    for (LaneQueue lane : lanes()) {
      for (OwnedJob job : lane) {
        Instant startBy = job.startBy(waitMax);
        if (!now.isBefore(startBy)) {
          expired.add(job);
        } else if (startBy.isBefore(earliest)) {
          earliest = startBy;
        }
      }
    }
    expiryBound = earliest;
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
