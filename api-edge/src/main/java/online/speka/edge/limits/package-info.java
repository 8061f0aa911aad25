/// Does this request fit under every limit of its key, its project and its tenant, and can it be
/// paid?
///
/// **Receives** a principal, what its request will take, and the most that it can cost. **Decides**
/// in one round trip to Redis, for all edges together: it is charged against all limits and
/// reserved under all funds, or refused by the tightest limit with an honest wait, or by the
/// emptiest fund. **Hands to** the caller what is left, for the `x-ratelimit` headers; corrects the
/// charge if no job comes of the request; and lets {@link online.speka.edge.funds} know what is
/// reserved. What a job has really used is settled by the ledger.
@NullMarked
package online.speka.edge.limits;

import org.jspecify.annotations.NullMarked;
