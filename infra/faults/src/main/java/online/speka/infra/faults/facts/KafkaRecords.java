package online.speka.infra.faults.facts;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.wire.JobEventCodec;
import online.speka.infra.bench.stack.KafkaOutcomes;
import online.speka.infra.faults.history.Bill;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.history.History;
import online.speka.infra.faults.history.Stopwatch;
import online.speka.infra.services.process.Deadline;
import org.apache.kafka.common.KafkaException;

/// All that the platform recorded since a moment.
public final class KafkaRecords implements AutoCloseable {

  /// What is still open then stays open.
  private static final Duration SETTLE_MAX = Duration.ofMinutes(1);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private final KafkaAcceptedJobs jobs;
  private final KafkaOutcomes outcomes;
  private final JdbcLedger ledger;
  private final KafkaOutcomes.Ends begin;
  private final Instant begunAt;

  /// From now on everything counts.
  ///
  /// @param now of the wall clock that jobs are stamped with
  public KafkaRecords(String bootstrapServers, JdbcLedger ledger, Instant now) {
    this.jobs = new KafkaAcceptedJobs(bootstrapServers);
    this.outcomes = new KafkaOutcomes(bootstrapServers);
    this.ledger = ledger;
    jobs.begin();
    this.begin = outcomes.ends();
    this.begunAt = now;
  }

  private record Reading(
      List<KafkaAcceptedJobs.Accepted> jobs, List<JobEvent> events, List<Bill> bills) {

    boolean isSettled() {
      Set<String> ended =
          events.stream()
              .filter(Outcome.class::isInstance)
              .map(event -> event.job().id().toString())
              .collect(Collectors.toCollection(HashSet::new));
      Set<String> billed = bills.stream().map(Bill::job).collect(Collectors.toSet());
      ended.retainAll(billed);
      return jobs.stream().allMatch(job -> ended.contains(job.job().id().toString()));
    }
  }

  /// Waits until every accepted job has its outcome and its bill, or that takes too long, and
  /// writes down what there is.
  ///
  /// @return the accepted jobs' ids
  public Set<String> settle(Stopwatch stopwatch, History history) {
    Deadline deadline = Deadline.in(SETTLE_MAX);
    Reading reading = read(deadline);
    while (!reading.isSettled() && !deadline.hasPassed()) {
      deadline.pause(LOOK_AGAIN);
      reading = read(deadline);
    }
    long now = stopwatch.micros();
    reading.jobs().forEach(job -> history.add(accepted(now, job)));
    reading.events().forEach(event -> history.add(told(now, event)));
    reading.bills().forEach(bill -> history.add(new Entry.Billed(now, bill)));
    history.add(ledger.books(now));
    return reading.jobs().stream()
        .map(job -> job.job().id().toString())
        .collect(Collectors.toSet());
  }

  /// Servers may have just come back; one that does not is seen by the deadline.
  private Reading read(Deadline deadline) {
    while (true) {
      try {
        List<KafkaAcceptedJobs.Accepted> accepted = jobs.read();
        List<JobEvent> events = outcomes.between(begin, outcomes.ends());
        return new Reading(accepted, events, ledger.bills(begunAt));
      } catch (KafkaException | IllegalStateException e) {
        if (deadline.hasPassed()) {
          throw e;
        }
        deadline.pause(LOOK_AGAIN);
      }
    }
  }

  private static Entry.Accepted accepted(long now, KafkaAcceptedJobs.Accepted it) {
    return new Entry.Accepted(
        now,
        it.request(),
        it.job().id().toString(),
        it.job().origin().tenant().value(),
        it.job().model().value(),
        it.job().window().submittedAt());
  }

  private static Entry.Told told(long now, JobEvent event) {
    return new Entry.Told(now, new String(JobEventCodec.encode(event), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    jobs.close();
    outcomes.close();
  }
}
