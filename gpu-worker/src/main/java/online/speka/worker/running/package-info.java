/// Runs held jobs in slots, one virtual thread each, and decides how each one ends.
///
/// **Receives** assignments from [online.speka.worker.intake]. **Decides** when a job has a slot,
/// whether it continues another attempt, and what its end is: an outcome, a failed attempt, or
/// silence. **Hands to** an [online.speka.worker.engine.Engine] for the bytes and to
/// [online.speka.worker.publishing] for everything the world is told.
///
/// A job belongs to [online.speka.worker.running.HeldJobs] from the moment it left the inbox until
/// its last word is durable; all that time the heartbeat names it.
@NullMarked
package online.speka.worker.running;

import org.jspecify.annotations.NullMarked;
