/// The books, read and checked.
///
/// **Receives** questions from the console. **Decides** nothing: every figure is a sum over bills
/// and postings at the moment of asking, so a balance is never anything but the fold of its
/// postings. **Hands to** the console the answers, and to metrics two differences that must be
/// zero.
@NullMarked
package online.speka.ledger.reporting;

import org.jspecify.annotations.NullMarked;
