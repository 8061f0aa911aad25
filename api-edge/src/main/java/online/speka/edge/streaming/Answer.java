package online.speka.edge.streaming;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/// What one client gets: a stream of bytes as they come, or one document when it is whole. Touched
/// on the client's event loop only.
final class Answer {
  private static final byte[] KEEP_ALIVE = ": ka\n".getBytes(US_ASCII);

  private final boolean streaming;
  private final ClientBytes out;
  private final StreamingProperties limits;
  private final List<byte[]> document = new ArrayList<>();
  private final Sinks.One<Opening> opening = Sinks.unsafe().one();
  private long documentBytes;
  private boolean opened;
  private volatile boolean ended;

  Answer(boolean streaming, ClientBytes out, StreamingProperties limits) {
    this.streaming = streaming;
    this.out = out;
    this.limits = limits;
  }

  Mono<Opening> opening() {
    return opening.asMono();
  }

  void take(byte[] bytes, boolean last) {
    ended = last;
    if (streaming) {
      out.add(bytes);
      if (last) {
        out.end();
      }
      if (!opened) {
        open(new Opening.Flowing(out));
      }
      return;
    }
    document.add(bytes);
    documentBytes += bytes.length;
    if (documentBytes > limits.documentMax().toBytes()) {
      fail(ApiError.of(ErrorReason.UPSTREAM_ERROR, "The answer is too large."));
    } else if (last) {
      document.forEach(out::add);
      out.end();
      open(new Opening.Whole(documentBytes, out));
    }
  }

  /// Forgets a document's pieces: another attempt begins afresh.
  void startAfresh() {
    document.clear();
    documentBytes = 0;
  }

  void fail(ApiError error) {
    ended = true;
    out.end(new JobFailedException(error));
    open(new Opening.Refused(error, !document.isEmpty()));
  }

  void keepAlive() {
    if (opened && streaming && !ended && out.pendingBytes() == 0) {
      out.add(KEEP_ALIVE);
    }
  }

  /// Whether nothing can follow any more. May be asked on any thread.
  boolean isEnded() {
    return ended;
  }

  /// Whether at most this share of the buffer is full.
  ///
  /// @param divisor 4 means a quarter
  boolean hasRoom(int divisor) {
    return !streaming || out.pendingBytes() <= limits.bufferMax().toBytes() / divisor;
  }

  /// The first call decides.
  private void open(Opening first) {
    if (!opened) {
      opened = true;
      Sinks.EmitResult _ = opening.tryEmitValue(first);
    }
  }
}
