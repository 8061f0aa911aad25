/// Tells the fleet that this worker lives, and ends it without losing work.
///
/// **Receives** the state of engines and held jobs, and the signal to stop. **Decides** when the
/// worker is ready, what its heartbeat says, and how long running jobs may still take. **Hands to**
/// the hash of workers in Redis; to the health endpoint.
@NullMarked
package online.speka.worker.lifecycle;

import org.jspecify.annotations.NullMarked;
