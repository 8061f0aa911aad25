package online.speka.worker.engine.http;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Time, as this engine needs it.
///
/// @param ticker nanoseconds, for durations
record HttpEngineClock(InstantSource instants, LongSupplier ticker) {}
