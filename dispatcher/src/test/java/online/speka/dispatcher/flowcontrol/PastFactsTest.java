package online.speka.dispatcher.flowcontrol;

import static online.speka.dispatcher.Samples.arrival;
import static online.speka.dispatcher.Samples.failure;
import static online.speka.dispatcher.Samples.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.Lane;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.JobEvent;
import org.junit.jupiter.api.Test;

/// The end of a job is its first outcome that does not stand behind its own attempt's failure, and
/// it is the same however the log was read.
class PastFactsTest {

  private static final Job JOB = arrival(1, Lane.INTERACTIVE).job();
  private static final Attempt FIRST = new Attempt(3, 1);
  private static final Attempt SECOND = new Attempt(3, 2);
  private static final JobEvent LOST = failure(JOB, FIRST, Cause.WORKER_LOST);
  private static final JobEvent OUTCOME = outcome(JOB, FIRST);
  private static final JobEvent SUCCESSOR = outcome(JOB, SECOND);

  @Test
  void anOutcomeBehindItsAttemptsFailureIsVoid() {
    assertThat(endOf(LOST, OUTCOME)).isEmpty();
    assertThat(endOf(LOST, OUTCOME, SUCCESSOR)).contains(SECOND);
    assertThat(endOf(failure(JOB, FIRST, Cause.WORKER_LOST_WITH_OTHERS), OUTCOME)).isEmpty();
  }

  @Test
  void anOutcomeBeforeItIsTheEnd() {
    assertThat(endOf(OUTCOME, LOST, SUCCESSOR)).contains(FIRST);
    assertThat(endOf(OUTCOME, LOST, OUTCOME)).contains(FIRST);
  }

  @Test
  void whereTheLogIsCutDoesNotMatter() {
    for (List<JobEvent> log :
        List.of(
            List.of(LOST, OUTCOME, SUCCESSOR),
            List.of(OUTCOME, LOST, SUCCESSOR),
            List.of(LOST, OUTCOME, failure(JOB, SECOND, Cause.WORKER_LOST), SUCCESSOR))) {
      Optional<Attempt> whole = endOf(log.toArray(JobEvent[]::new));
      for (int from = 0; from <= log.size(); from++) {
        for (int to = from; to <= log.size(); to++) {
          PastFacts heard = facts(log.subList(from, log.size()));
          heard.addAll(facts(log.subList(0, to)));
          assertThat(end(heard))
              .as("heard from %d, replayed to %d of %s", from, to, log)
              .isEqualTo(whole);
        }
      }
    }
  }

  private static Optional<Attempt> endOf(JobEvent... events) {
    return end(facts(List.of(events)));
  }

  private static PastFacts facts(List<JobEvent> events) {
    PastFacts facts = new PastFacts(10);
    events.forEach(facts::add);
    return facts;
  }

  private static Optional<Attempt> end(PastFacts facts) {
    return Optional.ofNullable(facts.of(JOB.id()).end()).map(PastFacts.Ended::attempt);
  }
}
