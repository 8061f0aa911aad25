package online.speka.worker.engine.simulator.schema;

import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.worker.rendering.request.InvalidRequestException;

/// How much may still be made for one schema. Below a depth, and after so many parts, only what
/// must be there; after many more, nothing.
final class WorkBudget {

  static final int PARTS_MAX = 4000;

  static final long READ_MAX = 2_000_000;

  private static final int PARTS_FREE = 400;
  private static final int DEPTH_FREE = 5;
  private static final int DEPTH_MAX = 48;

  private int parts;
  private long read;

  /// One more part, at this depth.
  ///
  /// @throws InvalidRequestException if that is too much
  void spend(int depth) {
    if (++parts > PARTS_MAX || depth > DEPTH_MAX) {
      throw exceeded();
    }
  }

  /// So many words of the schema are about to be read.
  ///
  /// @throws InvalidRequestException if that is too much
  void read(int words) {
    read += words;
    if (read > READ_MAX) {
      throw exceeded();
    }
  }

  /// Whether only what must be there is made.
  boolean isScarce(int depth) {
    return depth >= DEPTH_FREE || parts > PARTS_FREE;
  }

  /// @throws InvalidRequestException if that is more than there can be
  void require(long wanted, long most) {
    if (wanted > most) {
      throw exceeded();
    }
  }

  private static InvalidRequestException exceeded() {
    return new InvalidRequestException(
        ApiError.of(
            ErrorReason.INVALID_VALUE,
            "A JSON schema of this request is too large, does not end, or needs a value of more than "
                + PARTS_MAX
                + " parts."));
  }
}
