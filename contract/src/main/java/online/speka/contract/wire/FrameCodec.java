package online.speka.contract.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.job.TraceContext;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import org.jspecify.annotations.Nullable;

/// Frames as bytes, in pub/sub messages (of many jobs) and in entries of replay logs (of one job).
/// Big-endian, one frame after the other until the bytes end:
///
/// ```
/// u8 version = 1
/// { u8 kind (1 chunk, 2 end, 3 failure, 4 stored) | u8 flags (1 replayable, 2 traced)
///   16 bytes job id | i32 epoch | i32 attempt number | i32 sequence
///   [55 bytes traceparent, if traced]
///   i32 length | bytes } ...
/// ```
///
/// A failure's bytes are `u8 reason length, reason, u8 retry after, u16 param length (0xFFFF none),
/// param, message`.
public final class FrameCodec {

  private static final int VERSION = 1;
  private static final int KIND_CHUNK = 1;
  private static final int KIND_END = 2;
  private static final int KIND_FAILURE = 3;
  private static final int KIND_STORED = 4;
  private static final int FLAG_REPLAYABLE = 1;
  private static final int FLAG_TRACED = 2;
  private static final int TRACEPARENT_LENGTH = 55;
  private static final int HEADER_LENGTH = 1 + 1 + 16 + 4 + 4 + 4 + 4;
  private static final int NO_PARAM = 0xFFFF;
  private static final byte[] EMPTY = {};

  private FrameCodec() {}

  public static byte[] encode(List<Frame> frames) {
    // One pass to size, one to write: no growing buffer on the hot path.
    byte[][] payloads = new byte[frames.size()][];
    int length = 1;
    for (int i = 0; i < payloads.length; i++) {
      Frame frame = frames.get(i);
      payloads[i] = payload(frame.content());
      length += HEADER_LENGTH + payloads[i].length;
      length += frame.trace() == null ? 0 : TRACEPARENT_LENGTH;
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    out.put((byte) VERSION);
    for (int i = 0; i < payloads.length; i++) {
      write(out, frames.get(i), payloads[i]);
    }
    return out.array();
  }

  /// Several encoded lists of frames as one, in their order, without encoding a frame twice.
  public static byte[] join(List<byte[]> encoded) {
    int length = 1;
    for (byte[] part : encoded) {
      length += part.length - 1;
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    out.put((byte) VERSION);
    for (byte[] part : encoded) {
      out.put(part, 1, part.length - 1);
    }
    return out.array();
  }

  /// Reads every frame and hands it on, in order.
  ///
  /// @throws WireFormatException if the bytes are no frames; frames before the mistake have been
  ///     handed on
  public static void decode(byte[] bytes, Consumer<Frame> sink) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      int version = in.get();
      if (version != VERSION) {
        throw new WireFormatException("frames of unknown version " + version);
      }
      while (in.hasRemaining()) {
        sink.accept(read(in));
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new WireFormatException("frames are cut short or wrong", e);
    }
  }

  private static void write(ByteBuffer out, Frame frame, byte[] payload) {
    int kind =
        switch (frame.content()) {
          case Content.Chunk _ -> KIND_CHUNK;
          case Content.End _ -> KIND_END;
          case Content.Failure _ -> KIND_FAILURE;
          case Content.Stored _ -> KIND_STORED;
        };
    TraceContext trace = frame.trace();
    out.put((byte) kind);
    out.put(
        (byte) ((frame.replayable() ? FLAG_REPLAYABLE : 0) | (trace != null ? FLAG_TRACED : 0)));
    out.putLong(frame.job().value().getMostSignificantBits());
    out.putLong(frame.job().value().getLeastSignificantBits());
    out.putInt(frame.attempt().epoch()).putInt(frame.attempt().number()).putInt(frame.sequence());
    if (trace != null) {
      out.put(trace.traceparent().getBytes(US_ASCII));
    }
    out.putInt(payload.length).put(payload);
  }

  private static Frame read(ByteBuffer in) {
    int kind = in.get();
    int flags = in.get();
    JobId job = new JobId(new UUID(in.getLong(), in.getLong()));
    Attempt attempt = new Attempt(in.getInt(), in.getInt());
    int sequence = in.getInt();
    TraceContext trace =
        (flags & FLAG_TRACED) == 0
            ? null
            : new TraceContext(new String(take(in, TRACEPARENT_LENGTH), US_ASCII));
    byte[] payload = take(in, in.getInt());
    Content content =
        switch (kind) {
          case KIND_CHUNK -> new Content.Chunk(payload);
          case KIND_END -> new Content.End(payload);
          case KIND_FAILURE -> new Content.Failure(readError(ByteBuffer.wrap(payload)));
          case KIND_STORED -> new Content.Stored();
          default -> throw new WireFormatException("frame of unknown kind " + kind);
        };
    return new Frame(job, attempt, sequence, (flags & FLAG_REPLAYABLE) != 0, trace, content);
  }

  private static byte[] payload(Content content) {
    return switch (content) {
      case Content.Chunk(byte[] bytes) -> bytes;
      case Content.End(byte[] bytes) -> bytes;
      case Content.Failure(ApiError error) -> writeError(error);
      case Content.Stored _ -> EMPTY;
    };
  }

  private static byte[] writeError(ApiError error) {
    byte[] reason = error.reason().name().getBytes(US_ASCII);
    byte[] param = error.param() == null ? EMPTY : error.param().getBytes(UTF_8);
    byte[] message = error.message().getBytes(UTF_8);
    ByteBuffer out = ByteBuffer.allocate(1 + reason.length + 1 + 2 + param.length + message.length);
    out.put((byte) reason.length).put(reason).put((byte) error.retryAfterSeconds());
    out.putShort((short) (error.param() == null ? NO_PARAM : param.length)).put(param).put(message);
    return out.array();
  }

  private static ApiError readError(ByteBuffer in) {
    String reason = new String(take(in, Byte.toUnsignedInt(in.get())), US_ASCII);
    int retryAfterSeconds = Byte.toUnsignedInt(in.get());
    int paramLength = Short.toUnsignedInt(in.getShort());
    @Nullable String param =
        paramLength == NO_PARAM ? null : new String(take(in, paramLength), UTF_8);
    String message = new String(take(in, in.remaining()), UTF_8);
    return new ApiError(ErrorReason.valueOf(reason), message, param, retryAfterSeconds);
  }

  private static byte[] take(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new WireFormatException("frames are cut short");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
