/// Who runs this installation.
///
/// **Receives** the bearer tokens of requests, and the one token of the configuration at the first
/// start. **Decides** whose they are and what they may do; only their hashes are kept, and who
/// guesses is slowed down. **Hands to** the door the operator.
@NullMarked
package online.speka.ledger.admin.operators;

import org.jspecify.annotations.NullMarked;
