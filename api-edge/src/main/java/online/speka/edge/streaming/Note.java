package online.speka.edge.streaming;

import online.speka.contract.error.ApiError;
import online.speka.contract.stream.Frame;

/// What arrives in a stream's inbox.
sealed interface Note {

  record Arrived(Frame frame) implements Note {}

  record PageRead(ReplayLog.Page page) implements Note {}

  record Tick(long now) implements Note {}

  /// The client is to read no further.
  record Cut(ApiError error) implements Note {}

  enum Plain implements Note {
    /// The client's socket or subscriber wants more.
    WANTED,
    /// The log may hold something new.
    LOOK,
    /// A pause between two reads is over.
    RESUME
  }
}
