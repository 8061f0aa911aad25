/// From the log to the queue, and back again: reading jobs, remembering which are done, and taking
/// models over.
///
/// **Receives** jobs from Kafka, facts from the outcomes topic, cancellations from Redis.
/// **Decides** which dispatcher owns which model, how far a partition is done, and what a former
/// owner has left behind. **Hands to** flow control one event at a time, and its decisions to
/// handoff.
///
/// The thread that polls a job is the thread that assigns it: between the poll and the worker's
/// inbox there is no queue and no other thread. What other threads bring (outcomes, heartbeats,
/// cancellations) meets it under one lock per model, in
/// [OwnedModel][online.speka.dispatcher.intake.OwnedModel].
@NullMarked
package online.speka.dispatcher.intake;

import org.jspecify.annotations.NullMarked;
