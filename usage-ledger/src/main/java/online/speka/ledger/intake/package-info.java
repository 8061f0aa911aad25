/// Outcomes on their way from Kafka into the books.
///
/// **Receives** records of the outcomes topic, in batches. **Decides** what cannot be read, what
/// the database refuses, and when to try again. **Hands to** posting every fact, to the dead
/// letters topic what can never be billed, and only then to Kafka the offset: a record belongs to
/// Kafka until its bill is committed, so nothing that stops in between loses or repeats one.
@NullMarked
package online.speka.ledger.intake;

import org.jspecify.annotations.NullMarked;
