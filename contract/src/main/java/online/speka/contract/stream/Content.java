package online.speka.contract.stream;

import java.util.Objects;
import online.speka.contract.error.ApiError;

/// What a frame carries.
public sealed interface Content {

  /// Bytes to pass on to the client as they are.
  record Chunk(byte[] bytes) implements Content {
    public Chunk {
      requireBounded(bytes);
    }
  }

  /// The last bytes of a complete answer. Published only after the job's outcome is durable.
  record End(byte[] bytes) implements Content {
    public End {
      requireBounded(bytes);
    }
  }

  /// The job ends here without a complete answer. Published only after the job's outcome is
  /// durable.
  record Failure(ApiError error) implements Content {
    public Failure {
      Objects.requireNonNull(error);
    }
  }

  /// Frames up to and including this number lie in the job's replay log and were not published.
  /// Never itself in the log, and the only content whose number may repeat one already sent.
  record Stored() implements Content {}

  private static void requireBounded(byte[] bytes) {
    if (bytes.length > Frame.BYTES_MAX) {
      throw new IllegalArgumentException(
          "a frame carries at most " + Frame.BYTES_MAX + " bytes, not " + bytes.length);
    }
  }
}
