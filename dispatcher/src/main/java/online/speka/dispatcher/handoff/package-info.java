/// Carries decisions out.
///
/// **Receives** flow control's decisions. **Decides** nothing but how often a write is tried again.
/// **Hands to** a worker's inbox in Redis (assignments), the outcomes topic (ends that the
/// dispatcher decides), and then the edge that waits (the failure's frame).
@NullMarked
package online.speka.dispatcher.handoff;

import org.jspecify.annotations.NullMarked;
