package online.speka.worker.publishing;

import java.time.Duration;
import online.speka.contract.stream.LogPosition;

/// Consecutive frames of one attempt, as they stand in the job's replay log.
///
/// @param position of the last of them
/// @param frames encoded
/// @param published whether they travel to the edge's channel too
/// @param expiry what the log's time to live becomes; zero leaves it as it is
record LogEntry(
    StreamBuffer stream, LogPosition position, byte[] frames, boolean published, Duration expiry) {

  LogEntry expiring(Duration newExpiry) {
    return new LogEntry(stream, position, frames, published, newExpiry);
  }
}
