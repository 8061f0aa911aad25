package online.speka.dispatcher.intake;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import online.speka.contract.job.Lane;
import online.speka.dispatcher.flowcontrol.Position;
import online.speka.dispatcher.flowcontrol.Shard;
import online.speka.dispatcher.intake.PartitionTracker.Progress;

/// The shards of one model that this process owns: how far each is done, and whether it should be
/// read.
final class OwnedShards {

  private final Map<Shard, PartitionTracker> trackers = new HashMap<>();
  private final Map<Shard, Boolean> wishes = new HashMap<>();

  void add(Shard shard, PartitionTracker tracker, boolean wanted) {
    trackers.put(shard, tracker);
    wishes.put(shard, wanted && tracker.hasRoom());
  }

  /// A record was read.
  ///
  /// @return whether its job is unfinished
  boolean read(Position position) {
    PartitionTracker tracker = trackers.get(position.shard());
    return tracker != null && tracker.read(position.offset());
  }

  void finish(Position position) {
    PartitionTracker tracker = trackers.get(position.shard());
    if (tracker != null) {
      tracker.finish(position.offset());
    }
  }

  boolean haveChanged() {
    return trackers.values().stream().anyMatch(PartitionTracker::hasChanged);
  }

  /// What to commit: every shard, or those that have changed.
  Map<Shard, Progress> progress(boolean all, Instant since) {
    Map<Shard, Progress> progress = new HashMap<>();
    trackers.forEach(
        (shard, tracker) -> {
          if (all || tracker.hasChanged()) {
            progress.put(shard, tracker.progress(since));
          }
        });
    return progress;
  }

  /// @return the last word on each
  Map<Shard, Progress> release(Set<Shard> shards, Instant since) {
    Map<Shard, Progress> last = new HashMap<>();
    for (Shard shard : shards) {
      PartitionTracker tracker = trackers.remove(shard);
      wishes.remove(shard);
      if (tracker != null) {
        last.put(shard, tracker.progress(since));
      }
    }
    return last;
  }

  boolean areWanted(Shard shard) {
    return wishes.getOrDefault(shard, false);
  }

  /// Decides anew which shards to read.
  ///
  /// @return whether any answer has changed
  boolean decideWishes(Predicate<Lane> wanted) {
    boolean changed = false;
    for (Map.Entry<Shard, PartitionTracker> entry : trackers.entrySet()) {
      boolean wish = wanted.test(entry.getKey().lane()) && entry.getValue().hasRoom();
      Boolean before = wishes.put(entry.getKey(), wish);
      changed |= before == null || before != wish;
    }
    return changed;
  }

  Set<Shard> all() {
    return Set.copyOf(trackers.keySet());
  }

  boolean isEmpty() {
    return trackers.isEmpty();
  }
}
