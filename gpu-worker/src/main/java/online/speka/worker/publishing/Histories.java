package online.speka.worker.publishing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What Redis has acknowledged of running streams, and of those that ended a moment ago, in case it
/// forgets. Bounded for each stream, in all, and in time; what ended gives way to what runs.
/// Guarded by the publisher's lock.
final class Histories {

  private final OutboxLimits.History limits;
  private final Set<StreamBuffer> open = new LinkedHashSet<>();
  private final Deque<Ended> ended = new ArrayDeque<>();
  private long bytes;

  Histories(OutboxLimits.History limits) {
    this.limits = limits;
  }

  private record Ended(StreamBuffer stream, long atNanos) {}

  /// A stream begins.
  void open(StreamBuffer stream) {
    open.add(stream);
  }

  /// A stream has ended; what it wrote may still be on its way.
  void close(StreamBuffer stream, long nowNanos) {
    forgetOld(nowNanos);
    stream.end();
    if (open.remove(stream) && !stream.released()) {
      ended.add(new Ended(stream, nowNanos));
    } else {
      forget(stream);
    }
  }

  /// Redis has what this share holds.
  void acknowledged(Batch.Share share) {
    StreamBuffer stream = share.stream();
    bytes -= stream.historyBytes();
    stream.acknowledged(share);
    bytes += stream.historyBytes();
    while (bytes > limits.bytesMax() && !ended.isEmpty()) {
      forget(ended.remove().stream());
    }
    while (bytes > limits.bytesMax() && stream.historyBytes() > 0) {
      bytes -= stream.historyBytes();
      stream.forgetOldest();
      bytes += stream.historyBytes();
    }
  }

  /// Nobody wants the stream's frames any more.
  void forget(StreamBuffer stream) {
    bytes -= stream.historyBytes();
    stream.forgetAll();
  }

  /// Batches that tell a Redis that knows nothing: running streams first, entry by entry as they
  /// were, then each of the ended ones at once.
  List<Batch> restored(long nowNanos) {
    forgetOld(nowNanos);
    List<Batch> restored = new ArrayList<>();
    for (StreamBuffer stream : open) {
      stream.history().forEach(entry -> restored.add(batch(List.of(entry), entry)));
    }
    for (Ended end : ended) {
      List<LogEntry> entries = end.stream().history();
      if (!entries.isEmpty()) {
        restored.add(batch(entries, entries.getLast()));
      }
    }
    return restored;
  }

  long bytes() {
    return bytes;
  }

  private void forgetOld(long nowNanos) {
    while (!ended.isEmpty() && nowNanos - ended.element().atNanos() > limits.endedNanos()) {
      forget(ended.remove().stream());
    }
  }

  /// @param told the one that is published too; an edge that misses others reads them in the log
  private static Batch batch(List<LogEntry> entries, LogEntry told) {
    return new Batch(
        entries.stream().map(entry -> new Batch.Share(entry.stream(), 0, 0, entry)).toList(),
        told.published()
            ? List.of(new Batch.Message(told.stream().edge(), told.frames()))
            : List.of());
  }
}
