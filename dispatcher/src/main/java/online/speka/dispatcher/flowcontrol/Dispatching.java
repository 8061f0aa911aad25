package online.speka.dispatcher.flowcontrol;

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
  private final FlowLimits.Waits waits;
  private final WorkerPicker picker;
  private final Attempts attempts;
  private final int epoch;
  private final WorkerAbsence absence = new WorkerAbsence();
  private @Nullable Moment pausedUntil;
  private boolean member = true;

  Dispatching(
      JobBook book, FlowLimits.Waits waits, WorkerPicker picker, Attempts attempts, int epoch) {
    this.book = book;
    this.waits = waits;
    this.picker = picker;
    this.attempts = attempts;
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
    pausedUntil = now.plus(waits.handoffRetry());
  }

  void membership(boolean held) {
    member = held;
  }

  void run(Moment now, Endings endings, BiConsumer<OwnedJob, Decision.Conclude> conclude) {
    if (!member) {
      return;
    }
    for (OwnedJob job : book.queue().expired(now.wall())) {
      conclude.accept(job, endings.deadlinePassed(job, now));
    }
    if (absence.lastedFor(waits.noWorkerMax(), now)) {
      for (OwnedJob job : book.queue().all(Lane.INTERACTIVE)) {
        conclude.accept(job, endings.noWorker(job, now));
      }
    }
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
  /// does not hold up the ones behind it.
  private Choice choose(LaneQueue lane) {
    List<Candidate> candidates = book.slots().candidates();
    for (OwnedJob job : lane) {
      switch (picker.pick(candidates, job.tries().avoided())) {
        case Pick.Picked(WorkerId worker) -> {
          return new Choice.Start(job, worker);
        }
        case Pick.Saturated _ -> {
          return new Choice.Full();
        }
        case Pick.OnlyAvoided _ -> {}
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
