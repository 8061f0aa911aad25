/// Jobs that failed for good, and their second life.
///
/// **Receives** an operator's wish. **Decides** whether a dead letter is a job that can run by
/// itself, and under which id. **Hands to** the model's batch topic a job like any other, for which
/// no edge waits; its answer lies in its replay log.
@NullMarked
package online.speka.ledger.deadletters;

import org.jspecify.annotations.NullMarked;
