/// The least that a durable queue and a way back can cost: one Kafka hop and one Redis hop.
///
/// **Receives** the addresses of the broker and the Redis that the platform uses. **Decides**
/// nothing. **Hands to** the scenario one pass per probe: produced, consumed, published, received.
@NullMarked
package online.speka.infra.bench.floor;

import org.jspecify.annotations.NullMarked;
