/// The books, read.
///
/// **Receives** questions from the console and from operators. **Decides** nothing: usage is the
/// sum of bills by the hour and of those that are not summed up yet, a bill is explained by what it
/// was made of. **Hands to** the console and to operators the answers, and to metrics two
/// differences that must be zero.
@NullMarked
package online.speka.ledger.reporting;

import org.jspecify.annotations.NullMarked;
