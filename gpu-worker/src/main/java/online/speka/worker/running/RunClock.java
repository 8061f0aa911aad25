package online.speka.worker.running;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Time, as a run needs it.
///
/// @param ticker nanoseconds, for durations
/// @param acknowledgeMax see [RunningProperties]
record RunClock(InstantSource instants, LongSupplier ticker, Duration acknowledgeMax) {}
