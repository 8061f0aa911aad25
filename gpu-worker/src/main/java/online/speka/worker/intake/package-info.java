/// Takes assignments out of the worker's inbox.
///
/// **Receives** encoded assignments and cancels from Redis. **Decides** whether they can be read
/// and whether there is room. **Hands to** [online.speka.worker.running], which holds the job from
/// then on.
///
/// An assignment lies in the inbox, then in the list of taken ones, and leaves that only when this
/// process holds it: a connection that breaks in between loses nothing.
@NullMarked
package online.speka.worker.intake;

import org.jspecify.annotations.NullMarked;
