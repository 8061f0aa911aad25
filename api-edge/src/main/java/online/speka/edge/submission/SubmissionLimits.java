package online.speka.edge.submission;

import java.time.Duration;

/// What the way to the broker can carry.
///
/// @param bodyBytesMax longest body of one job
/// @param waitingBytesMax most bytes of bodies that may wait for the broker at the same time
/// @param decidedWithin until it is known whether the broker has a job
public record SubmissionLimits(long bodyBytesMax, long waitingBytesMax, Duration decidedWithin) {}
