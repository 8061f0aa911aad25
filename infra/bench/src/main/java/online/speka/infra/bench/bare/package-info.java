/// What the edge is compared with: the least that a Reactor Netty server can do with the same
/// bytes.
///
/// **Receives** the messages of an edge's channel, the same ones at the same time, and a connection
/// for each job. **Decides** nothing: no order is restored, no log read, no limit kept. **Hands
/// to** each connection the bytes of its job's frames.
@NullMarked
package online.speka.infra.bench.bare;

import org.jspecify.annotations.NullMarked;
