/// The one Netty thread that each end of the load runs on, and its clock.
///
/// **Receives** nothing but a name. **Decides** which of the transports of this machine has the
/// finest timers. **Hands to** upstream and load an event loop.
@NullMarked
package online.speka.infra.bench.net;

import org.jspecify.annotations.NullMarked;
