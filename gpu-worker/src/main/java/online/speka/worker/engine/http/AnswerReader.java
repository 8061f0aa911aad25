package online.speka.worker.engine.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Reads an answer's body within its bounds of size and time. Whatever goes wrong ends as an
/// [UpstreamException].
final class AnswerReader {

  private final TimedBody body;
  private final AnswerLimits limits;
  private final Countdown firstByte;
  private final Duration idleMax;
  private boolean started;
  private long received;

  /// @param firstByte how long the first byte may take from now
  /// @param idleMax how long every further piece may take
  AnswerReader(TimedBody body, AnswerLimits limits, Countdown firstByte, Duration idleMax) {
    this.body = body;
    this.limits = limits;
    this.firstByte = firstByte;
    this.idleMax = idleMax;
  }

  /// The next bytes; null at the end of the answer.
  @Nullable List<ByteBuffer> next() throws UpstreamException, InterruptedException {
    List<ByteBuffer> buffers = nextUncounted();
    if (buffers != null) {
      for (ByteBuffer buffer : buffers) {
        received += buffer.remaining();
      }
      if (received > limits.answerBytesMax()) {
        throw UpstreamErrors.malformed(
            "the answer is longer than " + limits.answerBytesMax() + " bytes");
      }
    }
    return buffers;
  }

  private @Nullable List<ByteBuffer> nextUncounted()
      throws UpstreamException, InterruptedException {
    try {
      List<ByteBuffer> buffers =
          body.next(started ? idleMax : Duration.ofNanos(firstByte.leftNanos()));
      started = true;
      return buffers;
    } catch (TimeoutException e) {
      throw new UpstreamException(
          UpstreamErrors.timedOut(
              started
                  ? "silent for " + idleMax.toMillis() + " ms"
                  : "no token within " + firstByte.max().toMillis() + " ms"));
    } catch (IOException e) {
      throw new UpstreamException(UpstreamErrors.cutOff("the answer broke off: " + e.getCause()));
    }
  }

  /// The whole body, up to the bound of an answer.
  byte[] readAll() throws UpstreamException, InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(8 * 1024);
    for (List<ByteBuffer> buffers = next(); buffers != null; buffers = next()) {
      copy(buffers, bytes, Integer.MAX_VALUE);
    }
    return bytes.toByteArray();
  }

  /// As much of an error's body as comes.
  byte[] readError() throws InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try {
      List<ByteBuffer> buffers = next();
      while (buffers != null && bytes.size() < limits.errorBytesMax()) {
        copy(buffers, bytes, limits.errorBytesMax());
        buffers = next();
      }
    } catch (UpstreamException e) {
      return bytes.toByteArray(); // The status says enough.
    } finally {
      close();
    }
    return bytes.toByteArray();
  }

  private static void copy(List<ByteBuffer> buffers, ByteArrayOutputStream to, int max) {
    for (ByteBuffer buffer : buffers) {
      byte[] bytes = new byte[Math.min(buffer.remaining(), max - to.size())];
      buffer.get(bytes);
      to.writeBytes(bytes);
    }
  }

  /// The answer is whole; what still comes of its body is of no interest.
  void release() {
    body.release();
  }

  /// Breaks the answer off if it has not ended.
  void close() {
    body.close();
  }
}
