package online.speka.edge.submission;

/// What the way to the broker can carry.
///
/// @param bodyBytesMax longest body of one job
/// @param waitingBytesMax most bytes of bodies that may wait for the broker at the same time
public record SubmissionLimits(long bodyBytesMax, long waitingBytesMax) {}
