package online.speka.infra.bench.money;

/// An [Ask] that was sent once, and its answer. Times are of one monotonic clock.
///
/// @param headNanos when the client had the status; the end if it never had
record Attempt(int round, Ask ask, long sentNanos, long headNanos, long endNanos, Answer answer) {

  /// Whether it may have reserved anything.
  boolean mayHaveReserved() {
    return !(answer instanceof Answer.Refused);
  }
}
