package online.speka.edge.streaming;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// What every stream of this edge uses.
///
/// @param care told how each stream ended
/// @param closed told of each stream that nobody reads any more
/// @param ticker monotonic nanoseconds
record StreamTools(
    ReplayLog log,
    Care care,
    StreamingMetrics metrics,
    StreamingProperties limits,
    Consumer<JobStream> closed,
    LongSupplier ticker) {}
