package online.speka.ledger.posting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a job pays, however it ends. A prompt token is 1, a generated one 10. */
class PaymentTest {

  private static final PriceVersion PRICE =
      new PriceVersion(
          1,
          Facts.CHAT,
          new Prices(1_000_000, 1_000_000, 10_000_000, 10_000_000, List.of(), 50),
          Instant.EPOCH);

  private final Random random = new Random(5);

  @ParameterizedTest(name = "{0}: {6}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what happened                               | status    | cause            | streams | prompt | tokens | pays
          a stream completed                            | COMPLETED | FINISHED         | true    | 7      | 5      | 57
          a document completed                          | COMPLETED | FINISHED         | false   | 7      | 5      | 57
          an embedding completed: it has no tokens      | COMPLETED | FINISHED         | false   | 7      | 0      | 7
          the answer was empty                          | COMPLETED | FINISHED         | true    | 7      | 0      | 7
          the client left in the queue                  | CANCELLED | CLIENT_GONE      | true    | 0      | 0      | 0
          the client left during prefill                | CANCELLED | CLIENT_GONE      | true    | 7      | 0      | 0
          the client left in mid-stream                 | CANCELLED | CLIENT_GONE      | true    | 7      | 3      | 37
          the client left a document that was generated | CANCELLED | CLIENT_GONE      | false   | 7      | 3      | 37
          the engine refused the request                | FAILED    | INVALID_REQUEST  | true    | 0      | 0      | 0
          it was given up before the first token        | FAILED    | WORKER_LOST      | true    | 7      | 0      | 0
          it broke in mid-stream and cannot go on       | FAILED    | CANNOT_CONTINUE  | true    | 7      | 3      | 37
          its time was over in mid-stream               | FAILED    | DEADLINE_PASSED  | true    | 7      | 3      | 37
          a document failed half generated              | FAILED    | UPSTREAM_ERROR   | false   | 7      | 3      | 0
          no worker served the model                    | FAILED    | NO_WORKER        | true    | 0      | 0      | 0
          its deadline passed in the queue              | EVICTED   | DEADLINE_PASSED  | true    | 0      | 0      | 0
          it was pushed out before its first token      | EVICTED   | DEADLINE_PASSED  | true    | 7      | 0      | 0
          """)
  void aJobPaysWhatWasGeneratedAndDelivered(
      String happened,
      Outcome.Status status,
      Cause cause,
      boolean streams,
      long prompt,
      long tokens,
      long pays) {
    Job job = job(Lane.INTERACTIVE, streams);

    Plan plan = plan(Facts.outcome(job, Facts.FIRST, status, cause, Usage.of(prompt, tokens)));

    assertThat(plan)
        .as(happened)
        .isInstanceOfSatisfying(
            Plan.Charge.class,
            charge -> assertThat(charge.bill().amount()).isEqualTo(new MicroCredits(pays)));
  }

  @Test
  void ofAJobThatWasTriedThreeTimesOnlyTheOneThatSpeaksForItIsPaid() {
    Job job = job(Lane.INTERACTIVE, true);
    Outcome third = Facts.completed(job, new Attempt(1, 3), Usage.of(7, 5));
    Outcome zombie = Facts.completed(job, Facts.SECOND, Usage.of(7, 4));

    List<Plan> plans =
        plans(
            List.of(
                Facts.attemptFailed(job.id(), Facts.FIRST),
                Facts.attemptFailed(job.id(), Facts.SECOND),
                third,
                zombie));

    assertThat(plans.stream().filter(Plan.Charge.class::isInstance))
        .singleElement()
        .isInstanceOfSatisfying(
            Plan.Charge.class,
            charge -> {
              assertThat(charge.event()).isEqualTo(third);
              assertThat(charge.bill().amount()).isEqualTo(new MicroCredits(57));
            });
  }

  @Test
  void workOfTheBatchLanePaysItsDiscountedRate() {
    Outcome outcome = Facts.completed(job(Lane.BATCH, false), Facts.FIRST, Usage.of(7, 5));

    assertThat(Bill.of(outcome, PRICE, null).amount()).isEqualTo(new MicroCredits(29));
  }

  @Test
  void noJobPaysMoreThanWasReservedForItWhereThatIsABound() {
    Outcome outcome = Facts.completed(Facts.jobId(random), Usage.of(7, 5));

    assertThat(Bill.of(outcome, PRICE, new MicroCredits(40)).amount())
        .isEqualTo(new MicroCredits(40));
    assertThat(Bill.of(outcome, PRICE, new MicroCredits(60)).amount())
        .isEqualTo(new MicroCredits(57));
  }

  private Job job(Lane lane, boolean streams) {
    JobId id = Facts.jobId(random);
    Job job = Facts.job(id);
    Job.Target target = job.target();
    return new Job(
        id,
        new Job.Target(target.model(), lane, target.kind(), streams),
        job.origin(),
        job.window(),
        job.demand(),
        null);
  }

  private static Plan plan(Outcome outcome) {
    return plans(List.of(outcome)).getFirst();
  }

  private static List<Plan> plans(List<JobEvent> events) {
    return Plan.of(events, new PriceHistory(List.of(PRICE)), Set.of(Facts.LOCAL), Parts.NONE);
  }
}
