/// Offers requests at their due time, whatever became of the ones before, and checks every byte.
///
/// **Receives** a plan: rate, length, shape. **Decides** when each request is due and whether its
/// answer is right. **Hands to** the scenario one exchange per request.
@NullMarked
package online.speka.infra.bench.load;

import org.jspecify.annotations.NullMarked;
