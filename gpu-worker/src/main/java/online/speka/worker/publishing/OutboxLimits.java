package online.speka.worker.publishing;

/// Bounds of an [Outbox] and of the streams that write to it, see [PublishingProperties].
record OutboxLimits(
    long coalesceNanosMax,
    long coalesceBytesMax,
    long messageBytesMax,
    int inFlightMax,
    long jobBufferBytesMax,
    History history) {

  /// What is kept in case Redis forgets.
  ///
  /// @param jobBytesMax of one job
  /// @param bytesMax of all jobs
  /// @param endedNanos for how long after a job's end
  record History(long jobBytesMax, long bytesMax, long endedNanos) {}
}
