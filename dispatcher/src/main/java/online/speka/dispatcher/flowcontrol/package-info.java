/// What happens to the jobs of one model, next: the decisions of the dispatcher, without I/O and
/// without a clock.
///
/// **Receives** events: a job was read, a worker died, an outcome is known, time passes.
/// **Decides** the order of jobs, when one is assigned, tried again, given up or turned away, and
/// how far to read ahead. **Hands to** handoff a list of decisions to carry out.
///
/// [ModelOwner][online.speka.dispatcher.flowcontrol.ModelOwner] is the whole of it: `(state, event,
/// now) -> (state, decisions)`. Whoever owns the model owns the job from the moment it is read
/// until its outcome is seen on the outcomes topic.
@NullMarked
package online.speka.dispatcher.flowcontrol;

import org.jspecify.annotations.NullMarked;
