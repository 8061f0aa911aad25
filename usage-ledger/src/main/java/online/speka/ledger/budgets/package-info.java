/// Caps on what a key, a project, or all of an organisation spends.
///
/// **Receives** budgets from people, and from the database what is spent: a trigger counts every
/// bill in the transaction that makes it, in the month in which its job was submitted. **Decides**
/// when a budget's next month begins. **Hands to** {@link online.speka.ledger.funds} what has
/// changed, and to people, once for each threshold and month, that it is crossed.
@NullMarked
package online.speka.ledger.budgets;

import org.jspecify.annotations.NullMarked;
