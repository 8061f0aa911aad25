package online.speka.contract.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import online.speka.contract.job.Assignment;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;

/// An assignment as bytes in a worker's inbox (big-endian):
///
/// ```
/// u8 version = 1 | i32 epoch | i32 attempt number
/// u8 header count | { u8 name length, name, u16 value length, value } ...
/// i32 body length | body
/// ```
///
/// The headers are those of the Kafka record, so a new header needs no second codec.
public final class AssignmentCodec {

  private static final int VERSION = 1;

  private AssignmentCodec() {}

  public static byte[] encode(Assignment assignment) {
    List<JobHeaders.Header> headers = JobHeaders.encode(assignment.job());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024 + assignment.body().length);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(assignment.attempt().epoch());
      out.writeInt(assignment.attempt().number());
      out.writeByte(headers.size());
      for (JobHeaders.Header header : headers) {
        out.writeByte(header.name().length());
        out.write(header.name().getBytes(US_ASCII));
        out.writeShort(header.value().length);
        out.write(header.value());
      }
      out.writeInt(assignment.body().length);
      out.write(assignment.body());
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  /// @throws WireFormatException if the bytes are no assignment
  public static Assignment decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      int version = in.get();
      if (version != VERSION) {
        throw new WireFormatException("assignment of unknown version " + version);
      }
      Attempt attempt = new Attempt(in.getInt(), in.getInt());
      int count = Byte.toUnsignedInt(in.get());
      Map<String, byte[]> headers = HashMap.newHashMap(count);
      for (int i = 0; i < count; i++) {
        String name = new String(take(in, Byte.toUnsignedInt(in.get())), US_ASCII);
        headers.put(name, take(in, Short.toUnsignedInt(in.getShort())));
      }
      Job job = JobHeaders.decode(headers::get);
      byte[] body = take(in, in.getInt());
      if (in.hasRemaining()) {
        throw new WireFormatException(in.remaining() + " bytes follow the assignment");
      }
      return new Assignment(job, attempt, body);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new WireFormatException("assignment is cut short or wrong", e);
    }
  }

  private static byte[] take(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new WireFormatException("assignment is cut short");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
