/// The checks that keep the platform's promises when something dies, by name.
///
/// **Receives** the setting `speka.mutation`. **Decides** which check a part does without, so that
/// the fault campaign can prove that it would notice. **Hands to** every part: each asks once, at
/// its start.
@NullMarked
package online.speka.contract.guard;

import org.jspecify.annotations.NullMarked;
