package online.speka.worker.publishing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import online.speka.contract.job.EdgeId;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.RedisNames;
import org.jspecify.annotations.Nullable;

/// What of one attempt waits to be sent, waits for its acknowledgement, or is kept in case Redis
/// forgets. Guarded by the publisher's lock.
final class StreamBuffer {

  private static final Duration EXPIRY_RENEWED = RedisNames.REPLAY_LOG_KEPT.dividedBy(2);

  private final StreamOpening opening;
  private final long historyBytesMax;
  private final InstantSource clock;
  private final Deque<Piece> collected = new ArrayDeque<>();
  private final Deque<LogEntry> history = new ArrayDeque<>();
  private long historyBytes;
  private long unacknowledgedBytes;
  private @Nullable Instant expirySetAt;
  private volatile @Nullable Piece endToTell;
  private boolean superseded;
  private boolean abandoned;
  private volatile boolean ended;

  StreamBuffer(StreamOpening opening, long historyBytesMax, InstantSource clock) {
    this.opening = opening;
    this.historyBytesMax = historyBytesMax;
    this.clock = clock;
  }

  StreamOpening opening() {
    return opening;
  }

  EdgeId edge() {
    return opening.job().origin().replyTo();
  }

  /// @return whether this is the first piece that waits
  boolean collect(Piece piece) {
    unacknowledgedBytes += piece.bytes();
    collected.add(piece);
    return collected.size() == 1;
  }

  /// The log's entry of the end is still to come, and this is to be published when the log has
  /// taken it, and not before: a log that refuses it says that the job is another attempt's.
  void endToTell(Piece told) {
    endToTell = told;
  }

  /// Whether the log has not taken the end yet. Asked by any thread.
  boolean hasEndToTell() {
    return endToTell != null;
  }

  /// What is to be published now that the log has this entry, if it is the end's.
  @Nullable Piece takeEndToTell(LogEntry taken) {
    Piece told = endToTell;
    if (told == null || released() || taken.position().sequence() < told.frame().sequence()) {
      return null;
    }
    endToTell = null;
    return told;
  }

  boolean hasCollected() {
    return !collected.isEmpty();
  }

  /// What [#take] takes: an entry for the log, a message for the edge's channel, or both.
  record Taken(int frames, long bytes, @Nullable LogEntry entry, byte @Nullable [] message) {}

  /// Takes pieces from the front, at least one, until they hold this many bytes.
  Taken take(long bytesMax) {
    List<Frame> logged = new ArrayList<>(collected.size());
    List<Frame> published = new ArrayList<>(collected.size());
    boolean same = true;
    int frames = 0;
    long bytes = 0;
    while (!collected.isEmpty() && (bytes == 0 || bytes < bytesMax)) {
      Piece piece = collected.remove();
      frames++;
      bytes += piece.bytes();
      if (piece.logged()) {
        logged.add(piece.frame());
      }
      if (piece.published()) {
        published.add(piece.frame());
      }
      same &= piece.logged() && piece.published();
    }
    byte[] entry = logged.isEmpty() ? null : FrameCodec.encode(logged);
    byte[] message = published.isEmpty() ? null : same ? entry : FrameCodec.encode(published);
    return new Taken(
        frames,
        bytes,
        entry == null
            ? null
            : entry(logged.getLast(), entry, message != null || logged.getLast().isLast()),
        message);
  }

  private LogEntry entry(Frame last, byte[] frames, boolean published) {
    return new LogEntry(
        this,
        new LogPosition(opening.attempt(), last.sequence()),
        frames,
        published,
        expiry(last.isLast()));
  }

  /// What the log's time to live becomes with an entry written now. Set with an attempt's first and
  /// last entry, and now and then between for a job that outruns its deadline.
  private Duration expiry(boolean last) {
    if (last) {
      return opening.job().window().answerKept();
    }
    Instant now = clock.instant();
    if (expirySetAt != null && now.isBefore(expirySetAt.plus(EXPIRY_RENEWED))) {
      return Duration.ZERO;
    }
    expirySetAt = now;
    Duration running = Duration.between(now, opening.job().window().deadline());
    return RedisNames.REPLAY_LOG_KEPT.plus(running.isNegative() ? Duration.ZERO : running);
  }

  /// Takes note that Redis has what this share holds.
  void acknowledged(Batch.Share share) {
    unacknowledgedBytes -= share.bytes();
    LogEntry entry = share.entry();
    if (entry == null || share.bytes() == 0 || released()) {
      return; // Nothing of the log, a history that was sent again, or nobody's any more.
    }
    history.add(entry);
    historyBytes += entry.frames().length;
    while (historyBytes > historyBytesMax) {
      forgetOldest();
    }
  }

  /// Forgets a part of the history: the answer can no longer be told from its beginning.
  void forgetOldest() {
    LogEntry oldest = history.poll();
    historyBytes -= oldest == null ? 0 : oldest.frames().length;
  }

  void forgetAll() {
    history.clear();
    historyBytes = 0;
  }

  long historyBytes() {
    return historyBytes;
  }

  /// No more frames will come.
  void end() {
    ended = true;
  }

  /// Whether it is kept for its history only. Asked by any thread.
  boolean isEnded() {
    return ended;
  }

  /// Acknowledged entries, oldest first, ready for a Redis that has forgotten them.
  List<LogEntry> history() {
    List<LogEntry> entries = new ArrayList<>(history);
    if (!entries.isEmpty()) {
      expirySetAt = null;
      entries.set(0, entries.getFirst().expiring(expiry(false)));
    }
    return entries;
  }

  /// @return how many bytes had been collected
  long discard() {
    long bytes = collected.stream().mapToLong(Piece::bytes).sum();
    unacknowledgedBytes -= bytes;
    collected.clear();
    return bytes;
  }

  long unacknowledgedBytes() {
    return unacknowledgedBytes;
  }

  /// Whether frames are not wanted any more.
  boolean released() {
    return superseded || abandoned;
  }

  boolean superseded() {
    return superseded;
  }

  /// @return false if that was known already
  boolean supersede() {
    boolean news = !superseded;
    superseded = true;
    return news;
  }

  void abandon() {
    abandoned = true;
  }
}
