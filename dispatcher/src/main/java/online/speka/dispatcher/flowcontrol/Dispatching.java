package online.speka.dispatcher.flowcontrol;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Lane;
import online.speka.dispatcher.scheduling.Candidate;
import online.speka.dispatcher.scheduling.Pick;
import online.speka.dispatcher.scheduling.WorkerPicker;
import online.speka.dispatcher.workers.Fleet;
import org.jspecify.annotations.Nullable;

/// Gives waiting jobs to free slots, and turns away those that cannot start. Work conserving: when
/// it is done, no slot is free that a waiting job could use.
final class Dispatching {

  private final JobBook book;
  private final FlowLimits limits;
  private final WorkerPicker picker;
  private final Attempts attempts;
  private final Quarantine quarantine;
  private final int epoch;
  private final WorkerAbsence absence = new WorkerAbsence();
  private @Nullable Moment pausedUntil;
  private boolean member = true;

  Dispatching(
      JobBook book,
      FlowLimits limits,
      WorkerPicker picker,
      Attempts attempts,
      RetryRule retries,
      int epoch) {
    this.book = book;
    this.limits = limits;
    this.picker = picker;
    this.attempts = attempts;
    this.quarantine = new Quarantine(book, retries);
    this.epoch = epoch;
  }

  void fleetSeen(Fleet fleet, Moment now) {
    book.slots().see(fleet);
    absence.seen(book.slots().total() > 0, now);
  }

  void fleetUnknown() {
    absence.unknown();
  }

  /// No inbox can be reached: waits a little before the next try.
  void pause(Moment now) {
    pausedUntil = now.plus(limits.waits().handoffRetry());
  }

  void membership(boolean held) {
    member = held;
  }

  void run(Moment now, Endings endings, BiConsumer<OwnedJob, Decision.Conclude> conclude) {
    if (!member) {
      return;
    }
    for (OwnedJob job : book.queue().expired(now.wall())) {
      boolean late = !now.wall().isBefore(job.deadline());
      conclude.accept(
          job, late ? endings.deadlinePassed(job, now) : endings.waitedTooLong(job, now));
    }
    if (absence.lastedFor(limits.waits().noWorkerMax(), now)) {
      for (OwnedJob job : book.queue().all(Lane.INTERACTIVE)) {
        conclude.accept(job, endings.noWorker(job, now));
      }
    }
    assignAll(now);
    for (OwnedJob job : surplus()) {
      Instant oldest = book.queue().oldest(Lane.INTERACTIVE).orElse(now.wall());
      Duration age = Duration.between(oldest, now.wall());
      conclude.accept(job, endings.tooMuchWaits(job, age, now));
    }
  }

  private void assignAll(Moment now) {
    if (pausedUntil != null && now.isBefore(pausedUntil)) {
      return;
    }
    pausedUntil = null;
    for (LaneQueue lane : book.queue().lanes()) {
      if (lane.size() > 0 && !assign(lane, now)) {
        return;
      }
    }
  }

  /// The latest interactive jobs, as many as it takes to get below the limit of waiting work. One
  /// that was started before is never among them.
  private List<OwnedJob> surplus() {
    long max = Math.max(1, book.slots().total()) * limits.queue().tokensPerSlotMax();
    long waiting = book.queue().tokens(Lane.INTERACTIVE);
    LaneQueue lane = book.queue().lane(Lane.INTERACTIVE);
    if (waiting <= max || lane.size() < 2) {
      return List.of();
    }
    List<OwnedJob> surplus = new ArrayList<>();
    for (OwnedJob job : lane.newestFirst()) {
      if (waiting <= max || surplus.size() == lane.size() - 1) {
        break;
      }
      if (job.tries().lastNumber() == 0) {
        surplus.add(job);
        waiting -= job.tokens();
      }
    }
    return surplus;
  }

  /// @return whether slots may be left
  private boolean assign(LaneQueue lane, Moment now) {
    while (true) {
      Choice choice = choose(lane);
      switch (choice) {
        case Choice.Start(OwnedJob job, WorkerId worker) -> attempts.start(job, worker, epoch, now);
        case Choice.Full _ -> {
          return false;
        }
        case Choice.NoJob _ -> {
          return true;
        }
      }
    }
  }

  /// The first job in the lane's order that has a worker. A job that must not go to any free worker
  /// does not hold up the ones behind it: it has failed there, or it may have killed a worker and
  /// another that may have is there already.
  private Choice choose(LaneQueue lane) {
    List<Candidate> candidates = book.slots().candidates();
    if (candidates.stream().noneMatch(Candidate::isFree)) {
      return new Choice.Full();
    }
    for (OwnedJob job : lane) {
      List<Candidate> open = quarantine.openTo(job, candidates);
      switch (picker.pick(open, job.tries().avoided())) {
        case Pick.Picked(WorkerId worker) -> {
          return new Choice.Start(job, worker);
        }
        // What is free is closed to this job.
        case Pick.Saturated _, Pick.OnlyAvoided _ -> {}
      }
    }
    return new Choice.NoJob();
  }

  private sealed interface Choice {
    record Start(OwnedJob job, WorkerId worker) implements Choice {}

    record Full() implements Choice {}

    record NoJob() implements Choice {}
  }
}
