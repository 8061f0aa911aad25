/// What a job consumed and what that costs: token counts, prices, and integer micro-credits with
/// checked arithmetic.
///
/// **Receives** counts from engines. **Decides** the price of a usage. **Hands to** outcomes and
/// the ledger.
@NullMarked
package online.speka.contract.usage;

import org.jspecify.annotations.NullMarked;
