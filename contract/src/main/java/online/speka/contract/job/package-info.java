/// The durable unit of work: one accepted request.
///
/// **Receives** what the edge decided at admission. **Decides** nothing: a job is a value. **Hands
/// to** Kafka (as headers beside the client's own body) and, inside an {@link
/// online.speka.contract.job.Assignment}, a worker's inbox.
@NullMarked
package online.speka.contract.job;

import org.jspecify.annotations.NullMarked;
