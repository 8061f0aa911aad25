package online.speka.ledger.intake;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import online.speka.ledger.posting.Disposition;
import online.speka.ledger.posting.LedgerUnavailableException;
import online.speka.ledger.posting.Receipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One step of the intake: a batch out of Kafka, into the database, then its offsets back to Kafka.
///
/// The order is the guarantee. The process may die after any line: what was not committed to Kafka
/// is handed out again, and what was committed to the database is recognised by its job's id.
final class Intake {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final OutcomeSource source;
  private final BatchPoster poster;
  private final DeadLetters deadLetters;
  private final Backoff backoff;
  private final IntakeObserver observer;
  private final InstantSource clock;

  private int failures;

  Intake(
      OutcomeSource source,
      BatchPoster poster,
      DeadLetters deadLetters,
      Backoff backoff,
      IntakeObserver observer,
      InstantSource clock) {
    this.source = source;
    this.poster = poster;
    this.deadLetters = deadLetters;
    this.backoff = backoff;
    this.observer = observer;
    this.clock = clock;
  }

  /// @throws SourceUnavailableException if there is nothing to read from now
  void runOnce() {
    List<Delivery> deliveries = source.poll();
    if (deliveries.isEmpty()) {
      return;
    }
    try {
      process(deliveries);
    } catch (LedgerUnavailableException | SourceUnavailableException e) {
      LOG.atWarn()
          .addKeyValue("records", deliveries.size())
          .addKeyValue("why", e.getMessage())
          .log("Outcomes wait in Kafka: they could not be posted");
      retry();
      return;
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("records", deliveries.size())
          .setCause(e)
          .log("Outcomes wait in Kafka: posting them is broken");
      retry();
      return;
    }
    failures = 0;
    source.commit();
  }

  private void retry() {
    failures++;
    observer.metrics().failed();
    source.retryAfter(backoff.after(failures));
  }

  private void process(List<Delivery> deliveries) {
    Instant began = clock.instant();
    Decoded decoded = Decoded.of(deliveries);
    List<Receipt> receipts = poster.post(decoded.events());
    Instant committed = clock.instant();
    List<DeadLetter> dead = new ArrayList<>(decoded.malformed());
    for (int i = 0; i < receipts.size(); i++) {
      if (receipts.get(i).disposition() instanceof Disposition.Rejected(String reason)) {
        dead.add(new DeadLetter(decoded.sources().get(i), reason));
      }
    }
    if (!dead.isEmpty()) {
      deadLetters.send(dead);
      LOG.atError()
          .addKeyValue("records", dead.size())
          .addKeyValue("first", dead.getFirst().delivery().position())
          .addKeyValue("reason", dead.getFirst().reason())
          .log("Outcomes cannot be billed and are kept as dead letters");
    }
    observer.metrics().done(receipts, decoded.malformed().size());
    observer.traces().posted(receipts, began, committed);
    observer.settlements().committed(receipts);
  }
}
