/// Breaks parts of the platform.
///
/// **Receives** a plan: what is broken, in which order, within which times. **Decides** from a seed
/// the exact moment and victim of each blow, before anything starts. **Hands to** the history what
/// it did to whom, and when that worked again.
@NullMarked
package online.speka.infra.faults.nemesis;

import org.jspecify.annotations.NullMarked;
