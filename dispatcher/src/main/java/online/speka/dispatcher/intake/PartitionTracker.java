package online.speka.dispatcher.intake;

import java.time.Instant;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Which jobs of one partition are done. Jobs end in any order; the committed offset is the lowest
/// unfinished one, and what is unfinished above it goes into the metadata, so that after a crash
/// exactly the unfinished jobs are run again.
final class PartitionTracker {

  private final NavigableSet<Long> unfinished = new TreeSet<>();

  /// Those of the unfinished that a former owner read and this one has not read yet.
  private final NavigableSet<Long> awaited = new TreeSet<>();

  private long position;
  private boolean changed = true;
  private boolean room = true;

  /// @param position the next offset that nobody has read
  PartitionTracker(long position) {
    this.position = position;
  }

  /// Goes on where the commit says. Offsets between the committed one and the position that it does
  /// not call unfinished are finished, and skipped when they are read again.
  static PartitionTracker restored(OffsetPack.Unpacked commit) {
    PartitionTracker tracker = new PartitionTracker(commit.position());
    tracker.unfinished.addAll(commit.unfinished());
    tracker.awaited.addAll(commit.unfinished());
    return tracker;
  }

  /// A record was read.
  ///
  /// @return whether its job is unfinished
  boolean read(long offset) {
    // Records come in order: what was awaited before this one is no longer in the log.
    while (!awaited.isEmpty() && awaited.first() < offset) {
      finish(awaited.first());
    }
    if (offset < position) {
      awaited.remove(offset);
      return unfinished.contains(offset);
    }
    position = offset + 1;
    unfinished.add(offset);
    changed = true;
    return true;
  }

  void finish(long offset) {
    awaited.remove(offset);
    if (unfinished.remove(offset)) {
      changed = true;
    }
  }

  /// Whether anything has changed since the last [#progress].
  boolean hasChanged() {
    return changed;
  }

  /// Whether there is room in the metadata for what further reading brings.
  boolean hasRoom() {
    return room;
  }

  long committable() {
    return unfinished.isEmpty() ? position : unfinished.first();
  }

  /// What to commit.
  ///
  /// @param since a time before which no unfinished job was given to a worker
  Progress progress(Instant since) {
    OffsetPack.Packed packed = OffsetPack.pack(since, position, unfinished);
    int length = packed.metadata().length();
    // Two marks, so that reading does not stop and start with every commit.
    room = length <= (room ? OffsetPack.LENGTH_MAX * 3 / 4 : OffsetPack.LENGTH_MAX / 2);
    changed = false;
    return new Progress(committable(), packed.metadata());
  }

  /// An offset and its metadata.
  record Progress(long offset, String metadata) {}
}
