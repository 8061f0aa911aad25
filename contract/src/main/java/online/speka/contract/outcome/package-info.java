/// How a job, or one attempt at it, ended.
///
/// **Receives** facts from workers and the dispatcher. **Decides** which of them are terminal.
/// **Hands to** the outcomes topic: the ledger bills from it and the dispatcher marks jobs finished
/// from it.
@NullMarked
package online.speka.contract.outcome;

import org.jspecify.annotations.NullMarked;
