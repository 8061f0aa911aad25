/// What the simulated models must answer, worked out without running anything.
///
/// **Receives** a request's body and the job that was made of it. **Decides** every byte of the
/// answer and every token of its bill. **Hands to** the checker both.
@NullMarked
package online.speka.infra.faults.reference;

import org.jspecify.annotations.NullMarked;
