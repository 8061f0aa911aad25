package online.speka.worker.publishing;

/// Bounds of an [Outbox] and of the streams that write to it, see [PublishingProperties].
record OutboxLimits(
    long coalesceNanosMax,
    long coalesceBytesMax,
    long messageBytesMax,
    int inFlightMax,
    long jobBufferBytesMax,
    long jobHistoryBytesMax) {}
