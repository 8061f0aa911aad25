/// The dispatcher: one owner per model.
///
/// **Receives** jobs from Kafka. **Decides** who runs which, and when. **Hands to** workers,
/// through their inboxes in Redis.
///
/// The way of a job, step by step:
///
/// 1. [intake][online.speka.dispatcher.intake] reads it and remembers that it is unfinished, 2.
/// [flowcontrol][online.speka.dispatcher.flowcontrol] queues it, 3.
/// [scheduling][online.speka.dispatcher.scheduling] picks a worker that
/// [workers][online.speka.dispatcher.workers] knows to be alive, 4.
/// [handoff][online.speka.dispatcher.handoff] puts it into the worker's inbox, 5. intake reads its
/// outcome and remembers that it is done.
@NullMarked
package online.speka.dispatcher;

import org.jspecify.annotations.NullMarked;
