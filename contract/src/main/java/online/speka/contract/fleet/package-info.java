/// What workers say of themselves: heartbeats with slots, loaded models and running jobs.
///
/// **Receives** nothing. **Decides** nothing. **Hands to** the dispatcher's worker registry.
@NullMarked
package online.speka.contract.fleet;

import org.jspecify.annotations.NullMarked;
