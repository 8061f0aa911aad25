package online.speka.infra.bench.floor;

/// One pass over the floor.
public sealed interface FloorPass {

  /// Times are of the monotonic clock.
  record Whole(long dueNanos, long consumedNanos, long receivedNanos) implements FloorPass {}

  record Broken(String reason) implements FloorPass {}
}
