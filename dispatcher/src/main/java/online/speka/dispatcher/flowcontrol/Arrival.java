package online.speka.dispatcher.flowcontrol;

import online.speka.contract.job.Job;

/// A job as it was read from the log.
///
/// @param body the client's request body; not copied, treat as read-only
/// @param cancelled whether its client was known to be gone when it was read
public record Arrival(Job job, byte[] body, Position position, Moment readAt, boolean cancelled) {}
