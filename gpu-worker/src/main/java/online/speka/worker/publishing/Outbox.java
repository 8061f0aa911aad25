package online.speka.worker.publishing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import online.speka.contract.job.EdgeId;
import online.speka.contract.wire.FrameCodec;
import org.jspecify.annotations.Nullable;

/// Decides which frames travel together and when. Knows no clock, no thread and no Redis; the
/// [FramePublisher] guards it with its lock.
///
/// ```
/// collected ──next()──▶ in flight ──answered()──▶ settled
///                        │    ▲
///                     lost()  │ next()
///                        ▼    │
///                       to send again
/// ```
///
/// A frame leaves at once when nothing is in flight. Otherwise it is collected until the publish in
/// flight is acknowledged, or until enough or old enough frames have come together.
final class Outbox {

  private final OutboxLimits limits;
  private final Histories histories;
  private final Deque<StreamBuffer> ready = new ArrayDeque<>();
  private final Deque<Batch> inFlight = new ArrayDeque<>();
  private final Deque<Batch> again = new ArrayDeque<>();
  private long collectedBytes;
  private long collectedSinceNanos;

  Outbox(OutboxLimits limits) {
    this.limits = limits;
    this.histories = new Histories(limits.history());
  }

  void add(StreamBuffer stream, Piece piece, long nowNanos) {
    if (ready.isEmpty()) {
      collectedSinceNanos = nowNanos;
    }
    if (stream.collect(piece)) {
      ready.add(stream);
    }
    collectedBytes += piece.bytes();
  }

  /// The next batch to send now, or null if it is not time. What is returned counts as sent.
  @Nullable Batch next(long nowNanos) {
    if (!isDue(nowNanos)) {
      return null;
    }
    Batch batch = again.isEmpty() ? build() : again.remove();
    batch.sentAt(nowNanos);
    inFlight.add(batch);
    return batch;
  }

  /// Whether [#next] has something to send.
  boolean isDue(long nowNanos) {
    if (inFlight.size() >= limits.inFlightMax()) {
      return false;
    }
    return !again.isEmpty() || (!ready.isEmpty() && (inFlight.isEmpty() || isEnough(nowNanos)));
  }

  /// Whether what was collected need not wait for the acknowledgement of what is in flight.
  private boolean isEnough(long nowNanos) {
    return collectedBytes >= limits.coalesceBytesMax()
        || nowNanos - collectedSinceNanos >= limits.coalesceNanosMax();
  }

  /// How long until collected frames are old enough to be sent behind others, or −1 if none wait
  /// for that.
  long dueInNanos(long nowNanos) {
    if (ready.isEmpty() || inFlight.size() >= limits.inFlightMax()) {
      return -1;
    }
    return Math.max(0, limits.coalesceNanosMax() - (nowNanos - collectedSinceNanos));
  }

  /// Takes note of an answer.
  ///
  /// @return batches that are settled now, in the order they were sent; an answer that overtook an
  ///     earlier one waits for it
  List<Batch> answered(Batch batch, int sending, List<Batch.Appended> results) {
    if (!isInFlight(batch, sending)) {
      return List.of(); // The answer of a connection that was given up.
    }
    batch.answered(results);
    List<Batch> settled = new ArrayList<>(1);
    for (Batch head = inFlight.peek(); head != null; head = inFlight.peek()) {
      if (head.results() == null) {
        break;
      }
      settled.add(inFlight.remove());
    }
    return settled;
  }

  boolean isInFlight(Batch batch, int sending) {
    return batch.sendings() == sending && inFlight.contains(batch);
  }

  /// Nothing is known of what was in flight: it is sent again, in the same order, before anything
  /// else.
  void lost() {
    while (!inFlight.isEmpty()) {
      again.addFirst(inFlight.removeLast());
    }
  }

  /// What Redis has of the streams.
  Histories histories() {
    return histories;
  }

  /// Redis may have forgotten everything: what is still known goes first.
  void restore(long nowNanos) {
    histories.restored(nowNanos).reversed().forEach(again::addFirst);
  }

  /// Age of the oldest publish that waits for its acknowledgement.
  long oldestInFlightNanos(long nowNanos) {
    Batch oldest = inFlight.peek();
    return oldest == null ? 0 : nowNanos - oldest.sentAtNanos();
  }

  long collectedBytes() {
    return collectedBytes;
  }

  private Batch build() {
    List<Batch.Share> shares = new ArrayList<>();
    Map<EdgeId, List<byte[]>> parts = new LinkedHashMap<>(4);
    long bytes = 0;
    while (!ready.isEmpty() && bytes < limits.messageBytesMax()) {
      StreamBuffer stream = ready.element();
      StreamBuffer.Taken taken = stream.take(limits.messageBytesMax() - bytes);
      bytes += taken.bytes();
      shares.add(new Batch.Share(stream, taken.frames(), taken.bytes(), taken.entry()));
      if (taken.message() != null) {
        parts.computeIfAbsent(stream.edge(), _ -> new ArrayList<>(2)).add(taken.message());
      }
      if (!stream.hasCollected()) {
        ready.remove();
      }
    }
    collectedBytes -= bytes;
    List<Batch.Message> messages = new ArrayList<>(parts.size());
    parts.forEach(
        (edge, encoded) ->
            messages.add(
                new Batch.Message(
                    edge, encoded.size() == 1 ? encoded.getFirst() : FrameCodec.join(encoded))));
    return new Batch(shares, messages);
  }

  /// Frees what a stream that nobody wants any more has collected.
  void drop(StreamBuffer stream) {
    if (stream.hasCollected()) {
      collectedBytes -= stream.discard();
      ready.remove(stream);
    }
  }
}
