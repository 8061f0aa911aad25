/// The ledger: who pays, what each job cost, and the console over it.
///
/// **Receives** outcomes of jobs from Kafka. **Decides** the one bill of each job. **Hands to**
/// PostgreSQL the bill and its postings, and to the compacted principals topic every key and its
/// state. Read in this order: {@link online.speka.ledger.accounts} mints keys and announces them,
/// {@link online.speka.ledger.intake} takes outcomes in, {@link online.speka.ledger.posting} bills
/// them, {@link online.speka.ledger.reporting} reads and checks the books, and {@link
/// online.speka.ledger.console} shows them.
@NullMarked
package online.speka.ledger;

import org.jspecify.annotations.NullMarked;
