/// Judges a history, afterwards and by nothing but what stands in it.
///
/// **Receives** a history and the right answers. **Decides** which invariant was broken, by whom,
/// and how. **Hands to** the report every violation, and numbers that are no verdict.
///
/// An invariant is a [online.speka.infra.faults.checker.Rule] of its own, and has a test with a
/// history that breaks it: a rule that never says no is no rule.
@NullMarked
package online.speka.infra.faults.checker;

import org.jspecify.annotations.NullMarked;
