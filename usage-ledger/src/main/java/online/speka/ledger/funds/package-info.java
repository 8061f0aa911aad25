/// What can still be spent, and Redis told of it.
///
/// **Receives** receipts of bills that are committed. **Decides** which reservations have ended and
/// what every fund they were held against has left: the database's sums, never an addition of its
/// own. **Hands to** Redis, where edges admit requests, both at once: a reservation goes in the
/// same step in which the bill that replaces it is deducted, so nothing can be spent twice between
/// them. What Redis was not told waits here, and what is lost here is found by {@link
/// online.speka.ledger.generations}.
@NullMarked
package online.speka.ledger.funds;

import org.jspecify.annotations.NullMarked;
