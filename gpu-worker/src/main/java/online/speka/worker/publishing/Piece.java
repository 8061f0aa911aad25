package online.speka.worker.publishing;

import online.speka.contract.error.ApiError;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;

/// A frame and where it goes.
///
/// @param logged to the job's replay log
/// @param published to the edge's channel
record Piece(Frame frame, boolean logged, boolean published) {

  /// What a frame costs beside its payload, roughly: its header on the wire and its objects here.
  private static final long OVERHEAD_BYTES = 64;

  long bytes() {
    return OVERHEAD_BYTES
        + switch (frame.content()) {
          case Content.Chunk(byte[] bytes) -> bytes.length;
          case Content.End(byte[] bytes) -> bytes.length;
          case Content.Failure(ApiError error) -> error.message().length();
          case Content.Stored _ -> 0;
        };
  }
}
