/// What is measured, in which order.
///
/// **Receives** options and a stack. **Decides** slices, steps, and what counts as held. **Hands
/// to** the report its results.
@NullMarked
package online.speka.infra.bench.scenario;

import org.jspecify.annotations.NullMarked;
