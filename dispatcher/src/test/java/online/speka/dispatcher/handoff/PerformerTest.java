package online.speka.dispatcher.handoff;

import static online.speka.dispatcher.Samples.arrival;
import static online.speka.dispatcher.Samples.failure;
import static online.speka.dispatcher.Samples.outcome;
import static online.speka.dispatcher.Samples.worker;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.tracing.propagation.Propagator;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Assignment;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.Lane;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.wire.AssignmentCodec;
import online.speka.dispatcher.flowcontrol.Arrival;
import online.speka.dispatcher.flowcontrol.Decision;
import online.speka.dispatcher.flowcontrol.OwnerEvent;
import org.junit.jupiter.api.Test;

class PerformerTest {

  private static final Attempt ATTEMPT = new Attempt(3, 1);
  private static final ApiError ERROR = ApiError.of(ErrorReason.OVERLOADED, "No room.");

  private final FakeInbox inbox = new FakeInbox();
  private final FakeFacts facts = new FakeFacts();
  private final List<Job> told = new ArrayList<>();
  private final List<OwnerEvent> answers = new ArrayList<>();
  private final Arrival arrival = arrival(1, Lane.INTERACTIVE);
  private final List<Decision.Reassure> reassured = new ArrayList<>();
  private final List<Attempt> shut = new ArrayList<>();
  private final CompletableFuture<Void> fence = new CompletableFuture<>();
  private final Performer performer =
      new Performer(
          new Assigning(
              inbox,
              new DispatchTracing(Propagator.NOOP, InstantSource.system()),
              HandoffMetrics.NONE,
              () -> 0L),
          facts,
          (job, _, _) -> told.add(job),
          reassured::add,
          new LostAttempts(
              (_, behind) -> {
                shut.add(behind);
                return fence;
              },
              facts));

  @Test
  void pushesTheJobWithItsBody() {
    perform(new Decision.Assign(arrival, ATTEMPT, worker(1)));

    Assignment pushed = AssignmentCodec.decode(inbox.pushed.getFirst());
    assertThat(pushed.job()).isEqualTo(arrival.job());
    assertThat(pushed.attempt()).isEqualTo(ATTEMPT);
    assertThat(pushed.body()).isEqualTo(arrival.body());
    assertThat(answers).isEmpty();
  }

  @Test
  void givesBackWhatSurelyWasNotSent() {
    inbox.delivery = Inbox.Delivery.NOT_SENT;

    perform(new Decision.Assign(arrival, ATTEMPT, worker(1)));

    assertThat(answers).containsExactly(new OwnerEvent.HandoffFailed(arrival.job().id(), ATTEMPT));
  }

  @Test
  void leavesToTheHeartbeatsWhatMayHaveArrived() {
    inbox.delivery = Inbox.Delivery.UNKNOWN;

    perform(new Decision.Assign(arrival, ATTEMPT, worker(1)));

    assertThat(answers).isEmpty();
  }

  @Test
  void tellsTheClientOnlyWhenTheOutcomeIsDurable() {
    // Given
    Outcome outcome = outcome(arrival.job(), ATTEMPT, Outcome.Status.EVICTED, Cause.NO_WORKER);

    // When
    perform(new Decision.Conclude(arrival, outcome, ERROR, false));
    List<Job> before = List.copyOf(told);
    facts.written.getLast().complete(null);

    // Then
    assertThat(before).isEmpty();
    assertThat(told).containsExactly(arrival.job());
    assertThat(answers).containsExactly(new OwnerEvent.Concluded(arrival.job().id()));
    assertThat(facts.buried).isEmpty();
  }

  @Test
  void tellsNobodyOfAnOutcomeThatCouldNotBeWritten() {
    // Given
    Outcome outcome = outcome(arrival.job(), ATTEMPT, Outcome.Status.FAILED, Cause.ENGINE_ERROR);

    // When
    perform(new Decision.Conclude(arrival, outcome, ERROR, true));
    facts.written.getLast().completeExceptionally(new IllegalStateException("no broker"));

    // Then
    assertThat(told).isEmpty();
    assertThat(answers).containsExactly(new OwnerEvent.ConcludeFailed(arrival.job().id()));
    assertThat(facts.buried).containsExactly(outcome);
  }

  @Test
  void tellsNobodyOfACancelledJob() {
    // Given
    Outcome outcome = outcome(arrival.job(), ATTEMPT, Outcome.Status.CANCELLED, Cause.CLIENT_GONE);

    // When
    perform(new Decision.Conclude(arrival, outcome, null, false));
    facts.written.getLast().complete(null);

    // Then
    assertThat(told).isEmpty();
  }

  @Test
  void recordsALostAttemptOnlyWhenItsLogIsShut() {
    // Given
    var failure = failure(arrival.job(), ATTEMPT, Cause.WORKER_LOST);

    // When
    perform(new Decision.ReportFailure(failure));
    List<JobEvent> before = List.copyOf(facts.appended);
    fence.complete(null);

    // Then
    assertThat(shut).containsExactly(ATTEMPT);
    assertThat(before).isEmpty();
    assertThat(facts.appended).containsExactly(failure);
  }

  private void perform(Decision decision) {
    performer.perform(decision, answers::add);
  }

  private static final class FakeInbox implements Inbox {
    private final List<byte[]> pushed = new ArrayList<>();
    private Delivery delivery = Delivery.DELIVERED;

    @Override
    public CompletableFuture<Delivery> push(WorkerId worker, byte[] assignment) {
      pushed.add(assignment);
      return CompletableFuture.completedFuture(delivery);
    }
  }

  private static final class FakeFacts implements Facts {
    private final List<JobEvent> appended = new ArrayList<>();
    private final List<Outcome> buried = new ArrayList<>();
    private final List<CompletableFuture<Void>> written = new ArrayList<>();

    @Override
    public CompletableFuture<Void> append(JobEvent fact) {
      appended.add(fact);
      written.add(new CompletableFuture<>());
      return written.getLast();
    }

    @Override
    public CompletableFuture<Void> bury(Arrival arrival, Outcome outcome) {
      buried.add(outcome);
      return CompletableFuture.completedFuture(null);
    }
  }
}
