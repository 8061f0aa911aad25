/// What models cost, for what a request must reserve.
///
/// **Receives** the prices that operators have set, from the ledger through Redis. **Decides** the
/// dearest price that a job submitted now can have. **Hands to** `validation`, which finds a
/// request's model.
@NullMarked
package online.speka.edge.pricing;

import org.jspecify.annotations.NullMarked;
