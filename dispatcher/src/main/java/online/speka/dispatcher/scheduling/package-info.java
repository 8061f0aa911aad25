/// Which worker runs a job: filter, score, pick. Pure functions.
///
/// **Receives** the workers that serve a model, with the slots taken on each. **Decides** which of
/// them runs the next job, or that it has to wait. **Hands to** flow control, which assigns.
@NullMarked
package online.speka.dispatcher.scheduling;

import org.jspecify.annotations.NullMarked;
