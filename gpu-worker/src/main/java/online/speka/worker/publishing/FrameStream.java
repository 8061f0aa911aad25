package online.speka.worker.publishing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import online.speka.contract.error.ApiError;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.worker.engine.AnswerSink;

/// The frames of one attempt: numbers them, cuts what is too long, leaves out what an earlier
/// attempt has sent. Written to by one thread; what waits lies in the [StreamBuffer].
public final class FrameStream implements AnswerSink {

  private final FramePublisher publisher;
  private final StreamBuffer buffer;
  private final StreamOpening opening;
  private int nextSequence;
  private long writtenBytes;
  private boolean first = true;

  FrameStream(FramePublisher publisher, StreamBuffer buffer) {
    this.publisher = publisher;
    this.buffer = buffer;
    this.opening = buffer.opening();
  }

  @Override
  public void chunk(byte[] bytes) throws InterruptedException {
    writtenBytes += bytes.length;
    // A long document is left in the log; a long stream is published piece by piece all the same.
    boolean stored =
        !opening.job().target().streaming() && writtenBytes > Frame.PUBLISHED_BYTES_MAX;
    for (int from = 0; from < bytes.length; from += Frame.BYTES_MAX) {
      emit(new Content.Chunk(cut(bytes, from)), true, !stored);
      publisher.awaitRoom(buffer);
    }
  }

  /// The last bytes of a complete answer; call only when the outcome is durable. Does not wait. The
  /// client sees them when the replay log has taken them: a log that was shut behind this attempt
  /// says that the job is another's.
  public void end(byte[] bytes) {
    writtenBytes += bytes.length;
    boolean stored =
        bytes.length > Frame.PUBLISHED_BYTES_MAX
            || (!opening.job().target().streaming() && writtenBytes > Frame.PUBLISHED_BYTES_MAX);
    int from = 0;
    for (; bytes.length - from > Frame.BYTES_MAX; from += Frame.BYTES_MAX) {
      emit(new Content.Chunk(cut(bytes, from)), true, !stored);
    }
    emitLast(new Content.End(cut(bytes, from)), stored);
  }

  /// The frames that [#end] would write.
  public List<Frame> ending(byte[] bytes) {
    List<Frame> frames = new ArrayList<>(1);
    int sequence = nextSequence;
    int from = 0;
    for (; bytes.length - from > Frame.BYTES_MAX; from += Frame.BYTES_MAX) {
      frames.add(untraced(sequence++, new Content.Chunk(cut(bytes, from))));
    }
    frames.add(untraced(sequence, new Content.End(cut(bytes, from))));
    frames.removeIf(frame -> frame.sequence() <= opening.resumeAfter());
    return frames;
  }

  /// The frame that [#fail] would write.
  public List<Frame> failing(ApiError error) {
    int sequence = Math.max(nextSequence, opening.resumeAfter() + 1);
    return List.of(untraced(sequence, new Content.Failure(error)));
  }

  private Frame untraced(int sequence, Content content) {
    return new Frame(
        opening.job().id(), opening.attempt(), sequence, opening.replayable(), null, content);
  }

  /// The error that ends the job; call only when the outcome is durable. Does not wait.
  public void fail(ApiError error) {
    // Goes behind everything the client may have, whatever this attempt itself has produced.
    nextSequence = Math.max(nextSequence, opening.resumeAfter() + 1);
    emitLast(new Content.Failure(error), false);
  }

  /// How many frames this attempt has produced, those that were left out included.
  public int produced() {
    return nextSequence;
  }

  /// Whether the client may have something of this job already, from this attempt or another.
  public boolean delivered() {
    return nextSequence > 0 || opening.resumeAfter() >= 0;
  }

  /// False while this attempt has not yet produced more than an earlier one has sent.
  public boolean caughtUp() {
    return nextSequence > opening.resumeAfter();
  }

  /// Waits until Redis has acknowledged everything written so far, or the stream was superseded or
  /// abandoned.
  ///
  /// @return false if the time ran out
  public boolean awaitAcknowledged(Duration timeout) throws InterruptedException {
    return publisher.awaitAcknowledged(buffer, timeout);
  }

  /// Whether a newer attempt has written to the log: this one is over.
  public boolean isSuperseded() {
    return publisher.isSuperseded(buffer);
  }

  /// Nobody wants the frames any more: what waits is dropped and nobody has to wait for room.
  public void abandon() {
    publisher.abandon(buffer);
  }

  /// No more frames will come. What was written is still brought to its end.
  public void close() {
    publisher.close(buffer);
  }

  private void emit(Content content, boolean logged, boolean published) {
    int sequence = nextSequence++;
    if (sequence > opening.resumeAfter()) {
      publisher.add(buffer, new Piece(frame(sequence, content), logged, published));
    }
  }

  /// @param stored whether the edge is to read the answer in the log
  private void emitLast(Content content, boolean stored) {
    int sequence = nextSequence++;
    if (sequence > opening.resumeAfter()) {
      Frame last = frame(sequence, content);
      Frame told = stored ? frame(sequence, new Content.Stored()) : last;
      publisher.addEnd(buffer, new Piece(last, true, false), new Piece(told, false, true));
    }
  }

  private Frame frame(int sequence, Content content) {
    Frame frame =
        new Frame(
            opening.job().id(),
            opening.attempt(),
            sequence,
            opening.replayable(),
            first ? opening.trace() : null,
            content);
    first = false;
    return frame;
  }

  private static byte[] cut(byte[] bytes, int from) {
    int to = Math.min(bytes.length, from + Frame.BYTES_MAX);
    return from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
  }
}
