package online.speka.infra.bench.load;

/// What became of one request. Times are of the machine's monotonic clock.
public sealed interface Exchange {

  /// When it should have been sent; where all latencies begin.
  long dueNanos();

  /// Every token came, once, in order, and the stream was closed as it must be.
  ///
  /// @param sentNanos when it was sent; later than due if the load generator was late
  /// @param arrivedNanos when the upstream had it
  /// @param writtenNanos when the upstream wrote the first token
  /// @param firstTokenNanos when the first token was read here
  /// @param endNanos when `[DONE]` was read here
  record Answered(
      long dueNanos,
      long sentNanos,
      long arrivedNanos,
      long writtenNanos,
      long firstTokenNanos,
      long endNanos)
      implements Exchange {}

  /// An HTTP status instead of a stream: it was turned away in order.
  record Refused(long dueNanos, int status) implements Exchange {}

  /// An error event, a connection that broke, or no end in time: it is known to have failed.
  record Failed(long dueNanos, String reason) implements Exchange {}

  /// Bytes that must not be: a token missing, twice, changed, or of somebody else; an end that
  /// claims to be one and is not.
  record Wrong(long dueNanos, String reason) implements Exchange {}
}
