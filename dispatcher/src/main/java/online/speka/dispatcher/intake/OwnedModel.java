package online.speka.dispatcher.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Job;
import online.speka.dispatcher.flowcontrol.Arrival;
import online.speka.dispatcher.flowcontrol.Decision;
import online.speka.dispatcher.flowcontrol.ModelOwner;
import online.speka.dispatcher.flowcontrol.Moment;
import online.speka.dispatcher.flowcontrol.OwnerEvent;
import online.speka.dispatcher.flowcontrol.OwnerStats;
import online.speka.dispatcher.flowcontrol.Position;
import online.speka.dispatcher.flowcontrol.Shard;
import online.speka.dispatcher.intake.PartitionTracker.Progress;

/// A model while this process owns it: its [ModelOwner] and its shards under one lock, so that any
/// thread may bring an event. Decisions are carried out by the thread that brought the event, after
/// it has let go of the lock.
final class OwnedModel {

  private final ModelId model;
  private final ModelOwner owner;
  private final Surroundings surroundings;
  private final Runnable onWishChanged;
  private final ReentrantLock lock = new ReentrantLock();
  private final OwnedShards shards = new OwnedShards();
  private boolean member = true;

  /// @param onWishChanged called, under the lock, when [#wants] would answer differently
  OwnedModel(ModelId model, ModelOwner owner, Surroundings surroundings, Runnable onWishChanged) {
    this.model = model;
    this.owner = owner;
    this.surroundings = surroundings;
    this.onWishChanged = onWishChanged;
  }

  ModelId model() {
    return model;
  }

  void add(Shard shard, PartitionTracker tracker) {
    locked(
        () -> {
          shards.add(shard, tracker, owner.wants(shard.lane()));
          return shard;
        });
  }

  /// A job was read.
  ///
  /// @return whether it is unfinished
  boolean arrived(Arrival arrival) {
    List<Decision> decisions = new ArrayList<>();
    boolean unfinished =
        locked(
            () -> {
              boolean isNew = shards.read(arrival.position());
              if (isNew) {
                decide(new OwnerEvent.Arrived(arrival), decisions);
              }
              return isNew;
            });
    perform(decisions);
    return unfinished;
  }

  /// A record was read that is no job.
  void skipped(Position position) {
    locked(
        () -> {
          boolean isNew = shards.read(position);
          shards.finish(position);
          return isNew;
        });
  }

  /// Something has happened. Does nothing once all shards are released.
  void on(OwnerEvent event) {
    List<Decision> decisions = new ArrayList<>();
    locked(
        () -> {
          if (!shards.isEmpty()) {
            decide(event, decisions);
          }
          return decisions;
        });
    perform(decisions);
  }

  /// Whether to read on.
  boolean wants(Shard shard) {
    return locked(() -> shards.areWanted(shard));
  }

  /// What to commit: every shard, or those that have changed.
  Map<Shard, Progress> progress(boolean all) {
    return locked(
        () -> {
          if (!all && !shards.haveChanged()) {
            return Map.of();
          }
          Map<Shard, Progress> progress =
              shards.progress(all, owner.factsSince(surroundings.now()));
          noticeWishes();
          return surroundings.commit(progress);
        });
  }

  /// Gives shards up. Jobs on workers run on; the next owner adopts them.
  ///
  /// @return the last word on each, to be committed if they are still ours
  Map<Shard, Progress> release(Set<Shard> released) {
    return locked(
        () -> surroundings.commit(shards.release(released, owner.factsSince(surroundings.now()))));
  }

  Set<Shard> shards() {
    return locked(shards::all);
  }

  boolean isReleased() {
    return locked(shards::isEmpty);
  }

  List<Job> unfinished() {
    return locked(owner::unfinished);
  }

  OwnerStats stats() {
    return locked(owner::stats);
  }

  private void decide(OwnerEvent event, List<Decision> toPerform) {
    Moment now = surroundings.now();
    if (surroundings.isMember(now) != member) {
      member = !member;
      sort(owner.on(new OwnerEvent.Membership(member), now), toPerform);
    }
    sort(owner.on(event, now), toPerform);
    noticeWishes();
  }

  private void sort(List<Decision> decisions, List<Decision> toPerform) {
    for (Decision decision : decisions) {
      switch (decision) {
        case Decision.Finish(Position position) -> shards.finish(position);
        case Decision.ReadFacts(long inquiry) -> surroundings.inquiries().add(this, inquiry);
        case Decision.Assign _,
            Decision.Conclude _,
            Decision.ReportFailure _,
            Decision.Reassure _ ->
            toPerform.add(decision);
      }
    }
  }

  private void perform(List<Decision> decisions) {
    for (Decision decision : decisions) {
      surroundings.performer().perform(decision, this::on);
    }
  }

  private void noticeWishes() {
    if (shards.decideWishes(owner::wants)) {
      onWishChanged.run();
    }
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
