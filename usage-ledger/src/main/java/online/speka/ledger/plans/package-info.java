/// How organisations pay: afterwards or before, and what their plans grant them each month.
///
/// **Receives** changes from people, and the time. **Decides** what a plan's allowance still owes
/// an organisation, and what of a month that is over is taken back: months are calendar months in
/// UTC, and those that passed while no ledger ran are made up for. **Hands to** the books an entry
/// for each, under an id that follows from what it is for, and to {@link online.speka.ledger.funds}
/// that the balance has changed.
@NullMarked
package online.speka.ledger.plans;

import org.jspecify.annotations.NullMarked;
