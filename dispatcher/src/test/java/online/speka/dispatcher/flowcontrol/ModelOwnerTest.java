package online.speka.dispatcher.flowcontrol;

import static online.speka.dispatcher.Samples.LIMITS;
import static online.speka.dispatcher.Samples.MODEL;
import static online.speka.dispatcher.Samples.START;
import static online.speka.dispatcher.Samples.arrival;
import static online.speka.dispatcher.Samples.at;
import static online.speka.dispatcher.Samples.failure;
import static online.speka.dispatcher.Samples.fleet;
import static online.speka.dispatcher.Samples.job;
import static online.speka.dispatcher.Samples.jobId;
import static online.speka.dispatcher.Samples.outcome;
import static online.speka.dispatcher.Samples.shard;
import static online.speka.dispatcher.Samples.view;
import static online.speka.dispatcher.Samples.worker;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.fleet.Heartbeat.LoadedModel;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.Lane;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.dispatcher.scheduling.LeastLoadedPicker;
import online.speka.dispatcher.workers.Fleet;
import online.speka.dispatcher.workers.WorkerView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelOwnerTest {

  private static final int EPOCH = 7;

  private final CountingMetrics metrics = new CountingMetrics();
  private final ModelOwner owner =
      new ModelOwner(MODEL, EPOCH, LIMITS, new LeastLoadedPicker(new SplittableRandom(1)), metrics);
  private Duration elapsed = Duration.ZERO;

  @AfterEach
  void theEquationsHold() {
    metrics.assertEquationsHold(owner.stats());
  }

  @Test
  void assignsAJobTheMomentItIsRead() {
    // Given
    on(seen(view(worker(1), 1, 2, Map.of())));

    // When
    List<Decision> decisions = on(arrived(arrival(1, Lane.INTERACTIVE)));

    // Then
    assertThat(decisions)
        .containsExactly(
            new Decision.Assign(arrivalOf(decisions), new Attempt(EPOCH, 1), worker(1)));
  }

  @Test
  void servesInteractiveJobsBeforeBatchJobsThatCameEarlier() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.BATCH)));
    on(arrived(arrival(2, Lane.BATCH)));
    on(arrived(arrival(3, Lane.INTERACTIVE)));

    // When the slot becomes free
    List<Decision> decisions = on(ended(1, 1));

    // Then
    assertThat(assigned(decisions)).containsExactly(3L);
  }

  @Test
  void assignsTheNextJobOnTheOutcomeThatFreesASlot() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    on(arrived(arrival(2, Lane.INTERACTIVE)));

    // When
    List<Decision> decisions = on(ended(1, 1));

    // Then
    assertThat(decisions).contains(finish(1));
    assertThat(assigned(decisions)).containsExactly(2L);
  }

  @Test
  void countsTheFirstOutcomeAndDropsTheSecond() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    on(ended(1, 1));

    // When
    List<Decision> decisions = on(ended(1, 1));

    // Then
    assertThat(decisions).isEmpty();
    assertThat(metrics.ended).isEqualTo(1);
    assertThat(metrics.dropped).isEqualTo(1);
  }

  @Test
  void finishesARepeatedJobWithoutRunningItTwice() {
    // Given
    on(seen(view(worker(1), 1, 2, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));

    // When the same job lies in the log a second time
    List<Decision> decisions = on(arrived(arrival(arrival(1, Lane.INTERACTIVE).job(), 99)));

    // Then
    assertThat(decisions).containsExactly(finish(99));
    assertThat(metrics.started).isEqualTo(1);
  }

  @Test
  void finishesARepeatedJobThatHasEndedWithoutRunningItAgain() {
    // Given
    on(seen(view(worker(1), 1, 2, Map.of())));
    Arrival first = arrival(1, Lane.INTERACTIVE);
    on(arrived(first));
    on(new OwnerEvent.Ended(outcome(first.job(), new Attempt(1, 1))));

    // When an edge that took its submitter for dead submits it once more
    List<Decision> decisions = on(arrived(arrival(first.job(), 99)));

    // Then
    assertThat(decisions).containsExactly(finish(99));
    assertThat(metrics.started).isEqualTo(1);
  }

  @Test
  void triesAFailedAttemptAgainOnAnotherWorker() {
    // Given
    on(seen(view(worker(1), 1, 4, Map.of()), view(worker(2), 1, 4, Map.of())));
    WorkerId first = workerOf(on(arrived(arrival(1, Lane.INTERACTIVE))));

    // When
    List<Decision> decisions = on(failed(1, 1, Cause.ENGINE_ERROR));

    // Then
    assertThat(workerOf(decisions)).isNotEqualTo(first);
    assertThat(attemptOf(decisions)).isEqualTo(new Attempt(EPOCH, 2));
  }

  @Test
  void waitsForAnotherWorkerRatherThanFailTwiceOnTheSame() {
    // Given both workers busy but the first
    on(seen(view(worker(1), 1, 1, Map.of()), view(worker(2), 1, 1, Map.of())));
    WorkerId first = workerOf(on(arrived(arrival(1, Lane.INTERACTIVE))));
    on(arrived(arrival(2, Lane.INTERACTIVE)));

    // When
    List<Decision> afterFailure = on(failed(1, 1, Cause.ENGINE_ERROR));
    List<Decision> third = on(arrived(arrival(3, Lane.INTERACTIVE)));
    List<Decision> afterEnd = on(ended(2, 1));

    // Then the failed job lets another have the slot and takes the other worker's
    assertThat(afterFailure).isEmpty();
    assertThat(assigned(third)).containsExactly(3L);
    assertThat(workerOf(third)).isEqualTo(first);
    assertThat(assigned(afterEnd)).containsExactly(1L);
    assertThat(workerOf(afterEnd)).isNotEqualTo(first);
  }

  @Test
  void givesAJobUpAfterThreeFailedAttempts() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    on(failed(1, 1, Cause.ENGINE_ERROR));
    on(failed(1, 2, Cause.ENGINE_ERROR));

    // When
    Decision.Conclude end = conclusion(on(failed(1, 3, Cause.UPSTREAM_ERROR)));

    // Then
    assertThat(end.outcome().status()).isEqualTo(Outcome.Status.FAILED);
    assertThat(end.outcome().cause()).isEqualTo(Cause.UPSTREAM_ERROR);
    assertThat(end.outcome().attempt()).isGreaterThan(new Attempt(EPOCH, 3));
    assertThat(end.deadLetter()).isTrue();
    assertThat(end.error()).isNotNull();
    assertThat(end.error().retryAfterSeconds()).isBetween(1, 60);
  }

  @Test
  void doesNotCountAnAttemptThatADrainingWorkerGaveBack() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));

    // When it is given back more often than attempts may fail
    for (int number = 1; number <= 5; number++) {
      on(failed(1, number, Cause.WORKER_DRAINING));
    }

    // Then
    assertThat(owner.stats().live().assigned()).isEqualTo(1);
  }

  @Test
  void ignoresTheFailureOfAnAttemptThatIsNotTheCurrentOne() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    on(failed(1, 1, Cause.ENGINE_ERROR));

    // When the first failure is reported again
    List<Decision> decisions = on(failed(1, 1, Cause.ENGINE_ERROR));

    // Then
    assertThat(decisions).isEmpty();
    assertThat(metrics.over).containsOnly(Map.entry(AttemptEnd.FAILED, 1));
  }

  @Test
  void reassignsTheJobsOfADeadWorkerAndRecordsIt() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of()), view(worker(2), 1, 1, Map.of())));
    WorkerId first = workerOf(on(arrived(arrival(1, Lane.INTERACTIVE))));
    WorkerId other = first.equals(worker(1)) ? worker(2) : worker(1);

    // When
    List<Decision> decisions = on(seen(view(other, 9, 1, Map.of())));

    // Then
    assertThat(decisions.getFirst())
        .isInstanceOfSatisfying(
            Decision.ReportFailure.class,
            report -> assertThat(report.failure().cause()).isEqualTo(Cause.WORKER_LOST));
    assertThat(workerOf(decisions)).isEqualTo(other);
    assertThat(attemptOf(decisions)).isEqualTo(new Attempt(EPOCH, 2));
  }

  @Test
  void reassignsAJobThatItsLivingWorkerNeverShows() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));

    // When
    List<Decision> suspicion = beatUntilDecided();
    List<Decision> decisions = on(new OwnerEvent.FactsRead(1));

    // Then
    assertThat(suspicion).containsExactly(new Decision.ReadFacts(1));
    assertThat(attemptOf(decisions)).isEqualTo(new Attempt(EPOCH, 2));
    assertThat(metrics.redispatched).containsOnlyKeys(AttemptEnd.MISSING);
  }

  @Test
  void doesNotRepeatAJobWhoseOutcomeIsOnlyLate() {
    // Given a job so short that no beat ever shows it
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    beatUntilDecided();

    // When its outcome is among the facts that are read
    List<Decision> decisions = on(ended(1, 1));
    on(new OwnerEvent.FactsRead(1));

    // Then
    assertThat(decisions).containsExactly(finish(1));
    assertThat(metrics.redispatched).isEmpty();
  }

  @Test
  void trustsAWorkerThatShowsASuspectedJobAgain() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    beatUntilDecided();

    // When
    on(seen(view(worker(1), 90, 1, Map.of(jobId(1), new Attempt(EPOCH, 1)))));
    List<Decision> decisions = on(new OwnerEvent.FactsRead(1));

    // Then
    assertThat(decisions).isEmpty();
    assertThat(owner.stats().live().assigned()).isEqualTo(1);
  }

  @Test
  void doesNotCountReadingsInWhichAWorkerDidNotSpeak() {
    // Given
    WorkerView silent = view(worker(1), 1, 1, Map.of());
    on(seen(silent));
    on(arrived(arrival(1, Lane.INTERACTIVE)));

    // When its last heartbeat is read again and again
    for (int i = 0; i < 100; i++) {
      on(new OwnerEvent.FleetSeen(new Fleet(Map.of(worker(1), silent), Set.of(), Set.of())));
    }

    // Then
    assertThat(owner.stats().live().assigned()).isEqualTo(1);
    assertThat(metrics.over).isEmpty();
  }

  @Test
  void keepsAJobThatShowsInEveryBeat() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));

    // When
    for (int beat = 2; beat < 100; beat++) {
      on(seen(view(worker(1), beat, 1, Map.of(jobId(1), new Attempt(EPOCH, 1)))));
    }

    // Then
    assertThat(metrics.over).isEmpty();
  }

  @Test
  void keepsTheSlotOfANewerAttemptWhenAnOlderOneEndsTheJob() {
    // Given attempt 1 is given up, because its worker does not show it, and attempt 2 runs
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    beatUntilDecided();
    on(new OwnerEvent.FactsRead(1));

    // When attempt 1 comes through after all
    List<Decision> decisions = on(ended(1, 1));
    on(arrived(arrival(2, Lane.INTERACTIVE)));

    // Then the job is done and the slot taken until attempt 2 is heard of
    assertThat(decisions).containsExactly(finish(1));
    assertThat(owner.stats().live().waiting()).isEqualTo(1);
    assertThat(assigned(on(ended(1, 2)))).containsExactly(2L);
  }

  @Test
  void doesNothingForALostJobUntilThatIsOnRecord() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));

    // When
    List<Decision> decisions = unread(seen(view(worker(2), 1, 1, Map.of())));
    List<Decision> readBack = unread(failed(1, 1, Cause.WORKER_LOST));

    // Then
    assertThat(decisions).hasSize(1).first().isInstanceOf(Decision.ReportFailure.class);
    assertThat(attemptOf(readBack)).isEqualTo(new Attempt(EPOCH, 2));
  }

  @Test
  void takesTheOutcomeThatStandsBeforeTheWordThatItsAttemptIsLost() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    unread(seen(view(worker(2), 1, 1, Map.of())));

    // When
    List<Decision> decisions = on(ended(1, 1));

    // Then it has ended, and somebody else tells its client, since its log is shut
    assertThat(decisions)
        .containsExactly(
            Decision.Reassure.of(outcome(theJob(1), new Attempt(EPOCH, 1))), finish(1));
    assertThat(on(failed(1, 1, Cause.WORKER_LOST))).isEmpty();
    assertThat(metrics.voided).isZero();
  }

  @Test
  void dropsAndCountsTheOutcomeThatStandsBehindIt() {
    // Given attempt 1 is lost and attempt 2 runs
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    on(seen(view(worker(2), 1, 1, Map.of())));

    // When
    List<Decision> zombie = on(ended(1, 1));
    List<Decision> successor = on(ended(1, 2));

    // Then
    assertThat(zombie).isEmpty();
    assertThat(metrics.voided).isOne();
    assertThat(successor).containsExactly(finish(1));
    assertThat(metrics.ended).isOne();
  }

  @Test
  void goesOnWithoutTheRecordWhenItDoesNotCome() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    unread(seen(view(worker(2), 1, 1, Map.of())));
    List<Decision> early = unread(seen(view(worker(2), 2, 1, Map.of())));

    // When
    elapsed = LIMITS.waits().lossWordMax();
    List<Decision> late = unread(seen(view(worker(2), 3, 1, Map.of())));

    // Then
    assertThat(early).isEmpty();
    assertThat(attemptOf(late)).isEqualTo(new Attempt(EPOCH, 2));
  }

  @Test
  void doesNotRunAJobAgainWhoseClientLeavesWhileItIsLost() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    unread(seen(view(worker(2), 1, 1, Map.of())));

    // When
    on(new OwnerEvent.Cancelled(jobId(1)));
    List<Decision> decisions = on(failed(1, 1, Cause.WORKER_LOST));

    // Then
    assertThat(conclusion(decisions).outcome().status()).isEqualTo(Outcome.Status.CANCELLED);
  }

  @Test
  void evictsAJobThatCannotStartBeforeItsDeadline() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    on(arrived(arrival(job(2, Lane.INTERACTIVE, START, START.plusSeconds(5)), 2)));

    // When
    elapsed = Duration.ofSeconds(5);
    Decision.Conclude end = conclusion(on(new OwnerEvent.Tick()));

    // Then
    assertThat(end.outcome().status()).isEqualTo(Outcome.Status.EVICTED);
    assertThat(end.outcome().cause()).isEqualTo(Cause.DEADLINE_PASSED);
    assertThat(end.error()).isNotNull();
    assertThat(end.error().reason()).isEqualTo(ErrorReason.OVERLOADED);
    assertThat(end.error().retryAfterSeconds()).isPositive();
  }

  @Test
  void neverStartsAJobAfterItsDeadline() {
    // Given
    elapsed = Duration.ofSeconds(6);
    on(seen(view(worker(1), 1, 1, Map.of())));

    // When
    List<Decision> decisions =
        on(arrived(arrival(job(1, Lane.INTERACTIVE, START, START.plusSeconds(5)), 1)));

    // Then
    assertThat(conclusion(decisions).outcome().cause()).isEqualTo(Cause.DEADLINE_PASSED);
    assertThat(assigned(decisions)).isEmpty();
  }

  @Test
  void letsJobsWaitWhileNoWorkerServesTheModelAndAssignsThemWhenOneComes() {
    // Given
    on(seen());
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    elapsed = Duration.ofSeconds(9);
    on(new OwnerEvent.Tick());

    // When
    List<Decision> decisions = on(seen(view(worker(1), 1, 1, Map.of())));

    // Then
    assertThat(assigned(decisions)).containsExactly(1L);
  }

  @Test
  void turnsInteractiveJobsAwayWhenNoWorkerHasServedTheModelForTooLong() {
    // Given a worker whose upstream is down
    on(seen(notReady(1)));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    on(arrived(arrival(2, Lane.BATCH)));

    // When
    elapsed = Duration.ofSeconds(10);
    List<Decision> decisions = on(seen(notReady(2)));

    // Then
    Decision.Conclude end = conclusion(decisions);
    assertThat(end.outcome().job().id()).isEqualTo(jobId(1));
    assertThat(end.outcome().cause()).isEqualTo(Cause.NO_WORKER);
    assertThat(end.error()).isNotNull();
    assertThat(end.error().reason()).isEqualTo(ErrorReason.UNAVAILABLE);
    assertThat(owner.stats().queued().jobs(Lane.BATCH)).isEqualTo(1);
  }

  @Test
  void blamesNobodyWhileHeartbeatsCannotBeRead() {
    // Given
    on(seen());
    on(arrived(arrival(1, Lane.INTERACTIVE)));

    // When
    elapsed = Duration.ofSeconds(9);
    on(new OwnerEvent.FleetUnknown());
    elapsed = Duration.ofSeconds(60);
    List<Decision> decisions = on(new OwnerEvent.Tick());

    // Then
    assertThat(decisions).isEmpty();
  }

  @Test
  void endsAWaitingJobWhoseClientHasGone() {
    // Given
    on(arrived(arrival(1, Lane.INTERACTIVE)));

    // When
    Decision.Conclude end = conclusion(on(new OwnerEvent.Cancelled(jobId(1))));

    // Then
    assertThat(end.outcome().status()).isEqualTo(Outcome.Status.CANCELLED);
    assertThat(end.error()).isNull();
  }

  @Test
  void doesNotRunACancelledJobAgainWhenItsWorkerDies() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    on(new OwnerEvent.Cancelled(jobId(1)));

    // When
    List<Decision> decisions = on(seen(view(worker(2), 1, 1, Map.of())));

    // Then
    assertThat(conclusion(decisions).outcome().cause()).isEqualTo(Cause.CLIENT_GONE);
    assertThat(assigned(decisions)).isEmpty();
  }

  @Test
  void assignsAgainAfterAPauseWhenAnInboxCouldNotBeReached() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));

    // When
    List<Decision> atOnce = on(new OwnerEvent.HandoffFailed(jobId(1), new Attempt(EPOCH, 1)));
    elapsed = LIMITS.waits().handoffRetry();
    List<Decision> later = on(new OwnerEvent.Tick());

    // Then the attempt that never left has not used up its number
    assertThat(atOnce).isEmpty();
    assertThat(attemptOf(later)).isEqualTo(new Attempt(EPOCH, 1));
  }

  @Test
  void writesAnOutcomeAgainThatCouldNotBeWritten() {
    // Given
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    Decision.Conclude first = conclusion(on(new OwnerEvent.Cancelled(jobId(1))));
    on(new OwnerEvent.ConcludeFailed(jobId(1)));

    // When
    elapsed = LIMITS.waits().concludeRetry();
    Decision.Conclude second = conclusion(on(new OwnerEvent.Tick()));

    // Then
    assertThat(second).isEqualTo(first);
  }

  @Test
  void passesAConcludedJobOnlyWhenItsOutcomeIsReadBack() {
    // Given
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    Decision.Conclude end = conclusion(on(new OwnerEvent.Cancelled(jobId(1))));

    // When
    List<Decision> acknowledged = on(new OwnerEvent.Concluded(jobId(1)));
    List<Decision> readBack = on(new OwnerEvent.Ended(end.outcome()));

    // Then
    assertThat(acknowledged).isEmpty();
    assertThat(readBack).containsExactly(finish(1));
  }

  @Test
  void assignsNothingWhileItsMembershipIsInDoubt() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(new OwnerEvent.Membership(false));

    // When
    List<Decision> decisions = on(arrived(arrival(1, Lane.INTERACTIVE)));

    // Then
    assertThat(decisions).isEmpty();
    assertThat(assigned(on(new OwnerEvent.Membership(true)))).containsExactly(1L);
  }

  @Test
  void stopsReadingAheadAtTheLimitAndGoesOnAtHalfOfIt() {
    // Given no worker: 8 jobs at most
    for (int i = 1; i <= 8; i++) {
      assertThat(owner.wants(Lane.BATCH)).isTrue();
      on(arrived(arrival(i, Lane.BATCH)));
    }

    // When
    boolean atLimit = owner.wants(Lane.BATCH);
    for (int i = 1; i <= 3; i++) {
      on(new OwnerEvent.Cancelled(jobId(i)));
    }
    boolean above = owner.wants(Lane.BATCH);
    on(new OwnerEvent.Cancelled(jobId(4)));

    // Then
    assertThat(atLimit).isFalse();
    assertThat(above).isFalse();
    assertThat(owner.wants(Lane.BATCH)).isTrue();
    assertThat(owner.wants(Lane.INTERACTIVE)).isTrue();
  }

  @Test
  void stopsReadingAheadWhenBodiesAreLarge() {
    // Given
    Arrival small = arrival(1, Lane.BATCH);
    byte[] body = new byte[(int) LIMITS.readAhead().bytesMax()];

    // When
    on(arrived(new Arrival(small.job(), body, small.position(), small.readAt(), false)));

    // Then
    assertThat(owner.wants(Lane.BATCH)).isFalse();
  }

  @Test
  void readsFurtherAheadForMoreSlots() {
    // Given 8 jobs held without a worker
    for (int i = 1; i <= 8; i++) {
      on(arrived(arrival(i, Lane.BATCH)));
    }

    // When a worker takes three of them and four times three may wait
    on(seen(view(worker(1), 1, 3, Map.of())));

    // Then
    assertThat(owner.stats().live().waiting()).isEqualTo(5);
    assertThat(owner.wants(Lane.BATCH)).isTrue();
  }

  @Test
  void adoptsWhatRunsAndRequeuesTheRestAndPassesWhatEnded() {
    // Given another owner has left three jobs and nobody may have touched the fourth
    on(seen(view(worker(1), 5, 4, Map.of(jobId(1), new Attempt(3, 2)))));
    on(new OwnerEvent.Inheriting(Set.of(shard(Lane.INTERACTIVE)), START));
    for (int i = 1; i <= 4; i++) {
      assertThat(on(arrived(arrival(i, Lane.INTERACTIVE)))).isEmpty();
    }
    PastFacts facts = new PastFacts(100);
    facts.add(outcome(theJob(2), new Attempt(3, 1)));
    facts.add(failure(theJob(3), new Attempt(3, 1), Cause.ENGINE_ERROR));

    // When
    List<Decision> decisions =
        on(new OwnerEvent.Inherited(new Legacy(Map.of(shard(Lane.INTERACTIVE), 4L), facts)));

    // Then
    assertThat(decisions).contains(finish(2));
    assertThat(assigned(decisions)).containsExactly(3L, 4L);
    assertThat(attemptOf(decisions)).isEqualTo(new Attempt(EPOCH, 2));
    assertThat(metrics.adopted).isEqualTo(1);
    assertThat(metrics.endedBefore).isEqualTo(1);
  }

  @Test
  void hearsOutcomesOfJobsItHasNotReadYet() {
    // Given
    on(seen(view(worker(1), 5, 4, Map.of())));
    on(new OwnerEvent.Inheriting(Set.of(shard(Lane.INTERACTIVE)), START));
    on(ended(1, 1));
    on(
        new OwnerEvent.Inherited(
            new Legacy(Map.of(shard(Lane.INTERACTIVE), 3L), new PastFacts(100))));

    // When
    List<Decision> decisions = on(arrived(arrival(1, Lane.INTERACTIVE)));

    // Then it is done, and somebody makes sure that its client has been told
    assertThat(decisions)
        .containsExactly(
            Decision.Reassure.of(outcome(theJob(1), new Attempt(EPOCH, 1))), finish(1));
  }

  @Test
  void dropsTheOutcomeOfAnAttemptThatAFormerOwnerHadDeclaredLost() {
    // Given
    on(seen(view(worker(1), 5, 4, Map.of())));
    on(new OwnerEvent.Inheriting(Set.of(shard(Lane.INTERACTIVE)), START));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    PastFacts facts = new PastFacts(100);
    facts.add(failure(theJob(1), new Attempt(3, 1), Cause.WORKER_LOST));
    on(new OwnerEvent.Ended(outcome(theJob(1), new Attempt(3, 1))));

    // When
    List<Decision> decisions =
        on(new OwnerEvent.Inherited(new Legacy(Map.of(shard(Lane.INTERACTIVE), 2L), facts)));
    List<Decision> later = on(new OwnerEvent.Ended(outcome(theJob(1), new Attempt(3, 1))));

    // Then
    assertThat(attemptOf(decisions)).isEqualTo(new Attempt(EPOCH, 2));
    assertThat(later).isEmpty();
    assertThat(metrics.voided).isOne();
  }

  @Test
  void givesUpAnInheritedJobWhoseAttemptsAreUsedUp() {
    // Given
    on(seen(view(worker(1), 5, 4, Map.of())));
    on(new OwnerEvent.Inheriting(Set.of(shard(Lane.INTERACTIVE)), START));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    PastFacts facts = new PastFacts(100);
    for (int number = 1; number <= 3; number++) {
      facts.add(failure(theJob(1), new Attempt(3, number), Cause.WORKER_LOST));
    }

    // When
    List<Decision> decisions =
        on(new OwnerEvent.Inherited(new Legacy(Map.of(shard(Lane.INTERACTIVE), 2L), facts)));

    // Then
    assertThat(conclusion(decisions).outcome().status()).isEqualTo(Outcome.Status.FAILED);
  }

  @Test
  void knowsHowFarBackTheNextOwnerMustLook() {
    // Given a job started at 3 s and one that waits
    on(seen(view(worker(1), 1, 1, Map.of())));
    elapsed = Duration.ofSeconds(3);
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    on(arrived(arrival(2, Lane.INTERACTIVE)));

    // When
    elapsed = Duration.ofSeconds(9);

    // Then
    assertThat(owner.factsSince(at(elapsed))).isEqualTo(START.plusSeconds(3));
  }

  @Test
  void convictsTheKillerAndSparesItsNeighbours() {
    // Given a job that kills every worker it comes to, and three that only happened to be there
    int workers = 1;
    on(seen(view(worker(workers), 1, 4, Map.of())));
    for (int i = 1; i <= 4; i++) {
      on(arrived(arrival(i, Lane.INTERACTIVE)));
    }
    Set<Long> finished = new HashSet<>();
    List<Decision> decisions = List.of();

    // When worker after worker dies of job 1, and what runs elsewhere finishes only then
    for (int death = 1; death <= 3; death++) {
      workers++;
      decisions = on(seen(view(worker(workers), 1, 4, Map.of())));
    }

    // Then
    Decision.Conclude end = conclusion(decisions);
    assertThat(end.outcome().job().id()).isEqualTo(jobId(1));
    assertThat(end.outcome().cause()).isEqualTo(Cause.WORKER_LOST);
    assertThat(end.outcome().detail()).contains("3 of them with their worker");
    assertThat(end.deadLetter()).isTrue();
    // and the others run, one after the other, because each of them had been under suspicion
    for (int i = 2; i <= 4; i++) {
      assertThat(assigned(decisions)).containsExactly((long) i);
      Decision.Assign next = onlyAssign(decisions);
      finished.add((long) i);
      decisions = on(new OwnerEvent.Ended(outcome(next.arrival().job(), next.attempt())));
    }
    assertThat(finished).hasSize(3);
    assertThat(owner.stats().live().waiting()).isZero();
    assertThat(metrics.outcomes).containsEntry(Outcome.Status.COMPLETED, 3);
  }

  @Test
  void letsAJobRunBesideAnotherAfterOneDeath() {
    // Given
    on(seen(view(worker(1), 1, 4, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    on(arrived(arrival(2, Lane.INTERACTIVE)));

    // When
    List<Decision> decisions = on(seen(view(worker(2), 1, 4, Map.of())));

    // Then
    assertThat(assigned(decisions)).containsExactly(1L, 2L);
  }

  @Test
  void keepsSuspectsApartAndLetsOthersPass() {
    // Given two jobs that have seen two workers die, and one worker
    on(seen(view(worker(1), 1, 4, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    on(arrived(arrival(2, Lane.INTERACTIVE)));
    on(seen(view(worker(2), 1, 4, Map.of())));

    // When
    List<Decision> decisions = on(seen(view(worker(3), 1, 4, Map.of())));
    List<Decision> passing = on(arrived(arrival(3, Lane.INTERACTIVE)));
    List<Decision> another =
        on(seen(view(worker(3), 2, 4, Map.of()), view(worker(4), 1, 4, Map.of())));

    // Then
    assertThat(assigned(decisions)).containsExactly(1L);
    assertThat(assigned(passing)).containsExactly(3L);
    assertThat(assigned(another)).containsExactly(2L);
    assertThat(workerOf(another)).isEqualTo(worker(4));
  }

  @Test
  void stopsTryingAgainWhenTheBudgetIsUsedUp() {
    // Given a model whose engines all fail, and more jobs than the budget has retries
    on(seen(view(worker(1), 1, 1000, Map.of())));
    int jobs = 200;

    // When
    for (int i = 1; i <= jobs; i++) {
      on(arrived(arrival(i, Lane.INTERACTIVE)));
      on(failed(i, 1, Cause.UPSTREAM_ERROR));
    }

    // Then what was started is bounded by the jobs, a tenth of them, and what was there before
    assertThat(metrics.retriesRefused).isPositive();
    assertThat(metrics.started).isLessThanOrEqualTo(jobs + jobs / 10 + 100);
    assertThat(metrics.redispatched.get(AttemptEnd.FAILED) + metrics.retriesRefused)
        .isEqualTo(jobs);
    assertThat(owner.stats().retriesLeft()).isLessThan(1);
  }

  @Test
  void tellsTheClientWhenARetryIsRefusedAndKeepsNoDeadLetter() {
    // Given
    on(seen(view(worker(1), 1, 1000, Map.of())));
    Decision.Conclude end = null;

    // When
    for (int i = 1; end == null; i++) {
      on(arrived(arrival(i, Lane.INTERACTIVE)));
      end =
          on(failed(i, 1, Cause.UPSTREAM_ERROR)).stream()
              .filter(Decision.Conclude.class::isInstance)
              .map(Decision.Conclude.class::cast)
              .findFirst()
              .orElse(null);
    }

    // Then
    assertThat(end.outcome().status()).isEqualTo(Outcome.Status.FAILED);
    assertThat(end.outcome().detail()).contains("retry budget");
    assertThat(end.deadLetter()).isFalse();
    assertThat(end.error().retryAfterSeconds()).isPositive();
  }

  @Test
  void triesTheJobsOfALostWorkerAgainEvenInDebt() {
    // Given
    on(seen(view(worker(1), 1, 300, Map.of())));
    for (int i = 1; i <= 300; i++) {
      on(arrived(arrival(i, Lane.INTERACTIVE)));
    }

    // When
    List<Decision> decisions = on(seen(view(worker(2), 1, 300, Map.of())));

    // Then
    assertThat(assigned(decisions)).hasSize(300);
    assertThat(owner.stats().retriesLeft()).isNegative();
  }

  @Test
  void turnsInteractiveJobsAwayThatHaveWaitedTooLong() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    on(arrived(arrival(2, Lane.INTERACTIVE)));
    on(arrived(arrival(3, Lane.BATCH)));

    // When
    elapsed = LIMITS.queue().waitMax();
    Decision.Conclude end = conclusion(on(new OwnerEvent.Tick()));

    // Then
    assertThat(end.outcome().job().id()).isEqualTo(jobId(2));
    assertThat(end.outcome().status()).isEqualTo(Outcome.Status.EVICTED);
    assertThat(end.outcome().cause()).isEqualTo(Cause.QUEUE_FULL);
    assertThat(end.error().reason()).isEqualTo(ErrorReason.OVERLOADED);
    assertThat(end.error().retryAfterSeconds()).isBetween(1, 60);
    assertThat(owner.stats().queued().jobs(Lane.BATCH)).isEqualTo(1);
  }

  @Test
  void letsAJobThatLostItsWorkerWaitUntilItsDeadline() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    on(seen(view(worker(2), 1, 1, Map.of(jobId(9), new Attempt(EPOCH, 1)))));

    // When its second worker goes as well, long after
    elapsed = LIMITS.queue().waitMax().plusSeconds(1);
    List<Decision> decisions = on(new OwnerEvent.HandoffFailed(jobId(1), new Attempt(EPOCH, 2)));

    // Then
    assertThat(decisions).isEmpty();
    assertThat(owner.stats().live().waiting()).isEqualTo(1);
  }

  @Test
  void turnsTheLatestAwayWhenTooManyTokensWait() {
    // Given one slot, and jobs of 110 tokens each: 909 of them may wait
    on(seen(view(worker(1), 1, 1, Map.of())));

    // When
    int turnedAway = 0;
    for (int i = 1; i <= 1000; i++) {
      for (Decision decision : on(arrived(arrival(i, Lane.INTERACTIVE)))) {
        if (decision instanceof Decision.Conclude end) {
          assertThat(end.outcome().job().id()).isEqualTo(jobId(i));
          assertThat(end.outcome().cause()).isEqualTo(Cause.QUEUE_FULL);
          turnedAway++;
        }
      }
    }

    // Then
    assertThat(owner.stats().queued().jobs(Lane.INTERACTIVE)).isEqualTo(909);
    assertThat(owner.stats().queued().tokens(Lane.INTERACTIVE)).isEqualTo(909L * 110);
    assertThat(turnedAway).isEqualTo(1000 - 1 - 909);
  }

  @Test
  void spreadsTheReturnOfThoseItTurnsAway() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    for (int i = 1; i <= 101; i++) {
      on(arrived(arrival(i, Lane.INTERACTIVE)));
    }

    // When all have waited for too long at the same time
    elapsed = LIMITS.queue().waitMax();
    List<Integer> seconds =
        on(new OwnerEvent.Tick()).stream()
            .map(d -> ((Decision.Conclude) d).error().retryAfterSeconds())
            .toList();

    // Then they come back over a minute
    assertThat(seconds).hasSize(100).allMatch(s -> s >= 1 && s <= 60);
    assertThat(new HashSet<>(seconds)).hasSizeGreaterThan(30);
  }

  @Test
  void seesToTheEndOfAJobWhoseWorkerDiesRightAfterItsOutcome() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    on(ended(1, 1));

    // When
    elapsed = Duration.ofSeconds(3);
    List<Decision> decisions = on(seen(view(worker(2), 1, 1, Map.of())));
    List<Decision> again = on(seen(view(worker(2), 2, 1, Map.of())));

    // Then
    assertThat(decisions)
        .containsExactly(Decision.Reassure.of(outcome(theJob(1), new Attempt(EPOCH, 1))));
    assertThat(again).isEmpty();
  }

  @Test
  void forgetsTheEndsOfWorkersThatLiveOn() {
    // Given
    on(seen(view(worker(1), 1, 1, Map.of())));
    on(arrived(arrival(1, Lane.INTERACTIVE)));
    on(ended(1, 1));

    // When
    elapsed = Duration.ofSeconds(11);
    List<Decision> decisions = on(seen(view(worker(2), 1, 1, Map.of())));

    // Then
    assertThat(decisions).isEmpty();
  }

  /// Lets the worker beat without showing any job until that has consequences.
  private List<Decision> beatUntilDecided() {
    List<Decision> decisions = List.of();
    for (int beat = 2; decisions.isEmpty() && beat < 20; beat++) {
      decisions = on(seen(view(worker(1), beat, 1, Map.of())));
    }
    return decisions;
  }

  /// What the owner writes of lost attempts is read back at once.
  private List<Decision> on(OwnerEvent event) {
    List<Decision> decisions = new ArrayList<>(unread(event));
    for (Decision decision : List.copyOf(decisions)) {
      if (decision instanceof Decision.ReportFailure(AttemptFailed failure)) {
        decisions.addAll(unread(new OwnerEvent.AttemptEnded(failure)));
      }
    }
    return decisions;
  }

  private List<Decision> unread(OwnerEvent event) {
    return owner.on(event, at(elapsed));
  }

  private static OwnerEvent arrived(Arrival arrival) {
    return new OwnerEvent.Arrived(arrival);
  }

  private static OwnerEvent seen(WorkerView... workers) {
    return new OwnerEvent.FleetSeen(fleet(workers));
  }

  private static OwnerEvent ended(long number, int attempt) {
    return new OwnerEvent.Ended(outcome(theJob(number), new Attempt(EPOCH, attempt)));
  }

  private static OwnerEvent failed(long number, int attempt, Cause cause) {
    return new OwnerEvent.AttemptEnded(failure(theJob(number), new Attempt(EPOCH, attempt), cause));
  }

  private static Job theJob(long number) {
    return arrival(number, Lane.INTERACTIVE).job();
  }

  private static WorkerView notReady(long beat) {
    return new WorkerView(
        worker(1), beat, false, Map.of(MODEL, new LoadedModel(MODEL, 4, false)), Map.of());
  }

  private static Decision finish(long offset) {
    return new Decision.Finish(new Position(shard(Lane.INTERACTIVE), offset));
  }

  private static Arrival arrivalOf(List<Decision> decisions) {
    return onlyAssign(decisions).arrival();
  }

  private static WorkerId workerOf(List<Decision> decisions) {
    return onlyAssign(decisions).worker();
  }

  private static Attempt attemptOf(List<Decision> decisions) {
    return onlyAssign(decisions).attempt();
  }

  private static Decision.Assign onlyAssign(List<Decision> decisions) {
    return decisions.stream()
        .filter(Decision.Assign.class::isInstance)
        .map(Decision.Assign.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static List<Long> assigned(List<Decision> decisions) {
    return decisions.stream()
        .filter(Decision.Assign.class::isInstance)
        .map(d -> ((Decision.Assign) d).arrival().position().offset())
        .toList();
  }

  private static Decision.Conclude conclusion(List<Decision> decisions) {
    return decisions.stream()
        .filter(Decision.Conclude.class::isInstance)
        .map(Decision.Conclude.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
