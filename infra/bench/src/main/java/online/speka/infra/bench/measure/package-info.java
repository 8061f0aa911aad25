/// From exchanges to numbers.
///
/// **Receives** exchanges, the accounts of the kernel and the counters of the platform. **Decides**
/// percentiles, differences and shares. **Hands to** the scenario plain values.
@NullMarked
package online.speka.infra.bench.measure;

import org.jspecify.annotations.NullMarked;
