/// What the platform's own records say: the jobs in the log, the facts of the outcomes topic, the
/// bills.
///
/// **Receives** the addresses of Kafka and PostgreSQL. **Decides** when nothing is open any more.
/// **Hands to** the history what it read, as it stands there.
@NullMarked
package online.speka.infra.faults.facts;

import org.jspecify.annotations.NullMarked;
