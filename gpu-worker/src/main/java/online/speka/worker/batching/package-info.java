/// Chooses which waiting inputs of which jobs run together next.
///
/// **Receives** jobs of one or many inputs, known only by their lengths. **Decides** the next
/// batch: inputs of about the same length, jobs taking turns, never more than the limits allow.
/// **Hands to** the engine thread that asked, and joins what comes back by index.
@NullMarked
package online.speka.worker.batching;

import org.jspecify.annotations.NullMarked;
