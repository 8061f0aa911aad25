/// The books, checked against themselves, all the time.
///
/// **Receives** bills, transactions, postings and balances, in slices, in the order of their
/// commits. **Decides** whether each agrees with the others. **Hands to** metrics, and to whoever
/// asks, a difference that must be zero; and makes balances and charges anew from what they follow
/// from.
@NullMarked
package online.speka.ledger.verifying;

import org.jspecify.annotations.NullMarked;
