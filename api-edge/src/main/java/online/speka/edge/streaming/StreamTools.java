package online.speka.edge.streaming;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import online.speka.contract.job.JobId;

/// What every stream of this edge uses.
///
/// @param cancellations told of jobs that nobody waits for any more; of nothing for a stream that
///     only follows a job
/// @param closed told of each stream that nobody reads any more
/// @param ticker monotonic nanoseconds
record StreamTools(
    ReplayLog log,
    Cancellations cancellations,
    StreamingMetrics metrics,
    StreamingProperties limits,
    Consumer<JobId> closed,
    LongSupplier ticker) {}
