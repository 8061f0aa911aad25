/// Money that moves for other reasons than a job.
///
/// **Receives** entries from people and from plans: top-ups, grants and their end, refunds,
/// adjustments, write-offs. **Decides** whether an entry may be made: once under its id, within
/// what was charged or is owed. **Hands to** PostgreSQL one transaction that sums to zero, with who
/// wanted it and why.
@NullMarked
package online.speka.ledger.books;

import org.jspecify.annotations.NullMarked;
