/// What flows back to the client: numbered frames of one job.
///
/// **Receives** bytes that a worker made ready for the client. **Decides** how an older attempt is
/// told from a newer one. **Hands to** the edge that serves the job (pub/sub) and the job's replay
/// log.
@NullMarked
package online.speka.contract.stream;

import org.jspecify.annotations.NullMarked;
