/// Clients that write down every byte they get, and when.
///
/// **Receives** a load: how many requests of which kinds, over which time. **Decides** from a seed
/// what each asks, and when it is due, whatever became of those before. **Hands to** the history
/// what was asked, what came, and how it ended.
///
/// A connection serves one request: what a client sees of a dead server is then never hidden by a
/// pool. Where no connection comes about, the next edge is tried, as a load balancer would.
@NullMarked
package online.speka.infra.faults.client;

import org.jspecify.annotations.NullMarked;
