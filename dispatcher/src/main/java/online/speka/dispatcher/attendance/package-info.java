/// Finds the jobs that nobody waits for any more, because the edge that waited has died or the
/// client of a job that outlives it has not come back.
///
/// **Receives** the unfinished jobs of this process's models, and who listens, as Redis knows it.
/// **Decides** since when each has been unattended, over readings that succeed only. **Hands to**
/// everybody the same cancellation that an edge announces when its client leaves.
@NullMarked
package online.speka.dispatcher.attendance;

import org.jspecify.annotations.NullMarked;
