/// Makes a request durable.
///
/// **Receives** a job and its body. **Decides** nothing: the broker has it, or the client is told
/// that it has not. **Hands to** the jobs topic of the model and lane, where the dispatcher's
/// intake reads it.
@NullMarked
package online.speka.edge.submission;

import org.jspecify.annotations.NullMarked;
