package online.speka.edge.responses;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Objects;
import online.speka.contract.error.ApiError;
import online.speka.contract.job.Attempt;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import org.jspecify.annotations.Nullable;

/// How far a job's replay log tells its answer.
sealed interface LoggedAnswer {

  /// Nobody has begun.
  record Nothing() implements LoggedAnswer {}

  /// It goes on.
  record Unfinished() implements LoggedAnswer {}

  /// @param document the response object
  record Whole(byte[] document) implements LoggedAnswer {}

  record Failed(ApiError error) implements LoggedAnswer {}

  /// Reads the frames of a whole answer, in the order of the log. Of a stream of events it keeps no
  /// more than the last frames: the last event tells all.
  final class Reader {
    private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't', ':', ' '};
    private static final byte[] RESPONSE = bytes("\"response\":");
    private static final byte[] DATA = bytes("\ndata: ");

    private final boolean streaming;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable Attempt attempt;

    Reader(boolean streaming) {
      this.streaming = streaming;
    }

    void add(Frame frame) {
      boolean afresh = frame.sequence() == 0 && !frame.attempt().equals(attempt);
      attempt = frame.attempt();
      switch (frame.content()) {
        case Content.Chunk(byte[] piece) -> add(piece, afresh);
        case Content.End(byte[] piece) -> add(piece, afresh);
        case Content.Failure _, Content.Stored _ -> {}
      }
    }

    private void add(byte[] piece, boolean afresh) {
      if (afresh || (streaming && Arrays.mismatch(piece, EVENT) >= EVENT.length)) {
        bytes.reset();
      }
      bytes.writeBytes(piece);
    }

    long size() {
      return bytes.size();
    }

    /// @throws IllegalStateException if the frames were no whole response
    byte[] document() {
      byte[] all = bytes.toByteArray();
      if (!streaming) {
        return all;
      }
      int data = Bytes.lastIndexOf(all, DATA);
      int from = data < 0 ? -1 : Bytes.indexOf(all, RESPONSE, data);
      int to = all.length - "}\n\n".length();
      if (from < 0 || from + RESPONSE.length >= to) {
        throw new IllegalStateException("the last event of a response does not hold it");
      }
      return Arrays.copyOfRange(all, from + RESPONSE.length, to);
    }

    private static byte[] bytes(String ascii) {
      return Objects.requireNonNull(ascii).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
  }
}
