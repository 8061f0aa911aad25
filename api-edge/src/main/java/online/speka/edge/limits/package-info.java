/// Does this request fit under every limit of its key and its tenant?
///
/// **Receives** a principal and what its request will take. **Decides** in one round trip to Redis,
/// for all edges together: it is charged against all limits, or refused by the tightest with an
/// honest wait. **Hands to** the caller what is left, for the `x-ratelimit` headers; and corrects
/// the charge if no job comes of the request. What a job has really used is settled by the ledger.
@NullMarked
package online.speka.edge.limits;

import org.jspecify.annotations.NullMarked;
