package online.speka.edge.assembly;

import online.speka.contract.error.ApiError;

/// What to do with one frame.
public sealed interface Verdict {

  /// These bytes are next.
  ///
  /// @param then where the stream stands afterwards
  /// @param last whether the answer is complete with them
  record Deliver(Assembly then, byte[] bytes, boolean last) implements Verdict {}

  /// A newer attempt began afresh and the client has seen nothing yet: forget what was collected,
  /// these bytes are the first.
  record StartAfresh(Assembly then, byte[] bytes, boolean last) implements Verdict {}

  /// Nothing new is in it.
  record Drop(Assembly then, Why why) implements Verdict {}

  /// Frames before it, or it itself, have to be read from the replay log.
  record ReadLog(Assembly then) implements Verdict {}

  /// The job is over, without a complete answer.
  record Failed(ApiError error) implements Verdict {}

  /// No frame can continue what the client has seen.
  record Broken(String detail) implements Verdict {}

  /// Why a frame was dropped.
  enum Why {
    /// Its number was delivered before.
    DUPLICATE,
    /// A newer attempt has been heard of.
    STALE
  }
}
