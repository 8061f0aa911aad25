package online.speka.edge.funds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.wire.FundsGeneration;
import online.speka.contract.wire.FundsGeneration.State;
import online.speka.contract.wire.FundsInRedis;
import online.speka.contract.wire.Reservation;
import online.speka.edge.TestJobs;
import online.speka.edge.submission.SubmissionObserver.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenReservationsTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final int MAX = 3;

  private final AtomicLong nanos = new AtomicLong();
  private final OpenReservations reservations = TestReservations.with(MAX, nanos::get);
  private final Job job = TestJobs.job(true);

  @BeforeEach
  void generationFiveIsOpen() {
    learn(5, State.OPEN);
  }

  @Test
  void nothingIsReservedWhileNoGenerationIsOpen() {
    // Given
    learn(6, State.OPENING);

    // Then
    assertThat(ask(job.id())).isEmpty();
    assertThat(reservations.size()).isZero();
  }

  @Test
  void nothingIsReservedWhenRedisHasForgottenItsGeneration() {
    // When
    boolean _ = reservations.learn(null);

    // Then
    assertThat(ask(job.id())).isEmpty();
  }

  @Test
  void nothingIsReservedBeyondTheBound() {
    for (int i = 0; i < MAX; i++) {
      assertThat(ask(TestJobs.newId())).hasValue(5);
    }

    assertThat(ask(job.id())).isEmpty();
  }

  @Test
  void whatRedisRefusedIsForgotten() {
    ask(job.id());

    reservations.refused(job.id());

    assertThat(reservations.size()).isZero();
  }

  @Test
  void aRequestOfWhichNoJobWasSentIsGivenBack() {
    grant();

    reservations.over(job.id());

    assertThat(returning()).containsExactly(job.id());
  }

  @Test
  void aRequestWhoseClientLeftBeforeRedisAnsweredIsGivenBack() {
    // Given
    ask(job.id());

    // When
    reservations.over(job.id());

    // Then the answer comes too late
    assertThat(reservations.granted(job.id())).isFalse();
    assertThat(returning()).containsExactly(job.id());
  }

  @Test
  void aJobThatTheBrokerSurelyRefusedIsGivenBack() {
    grant();

    reservations.sending(job);
    reservations.answered(job, Answer.REFUSED);
    assertThat(returning()).isEmpty();
    reservations.over(job.id());

    assertThat(returning()).containsExactly(job.id());
  }

  @Test
  void aJobThatIsStillOnItsWayIsNotGivenBackThoughItsClientLeft() {
    // Given
    grant();
    reservations.sending(job);

    // When
    reservations.over(job.id());

    // Then
    assertThat(returning()).isEmpty();
    assertThat(untoldIn(6)).containsExactly(job.id());
  }

  @Test
  void aJobThatTheBrokerRefusesAfterItsClientLeftIsGivenBack() {
    grant();
    reservations.sending(job);
    reservations.over(job.id());

    reservations.answered(job, Answer.REFUSED);

    assertThat(returning()).containsExactly(job.id());
  }

  @Test
  void aJobThatMayBeThereIsKeptAndAnsweredForUntilItWouldHaveTurnedUp() {
    // Given
    grant();
    reservations.sending(job);
    reservations.answered(job, Answer.NOTHING);
    reservations.over(job.id());

    // Then
    assertThat(returning()).isEmpty();
    after(Duration.ofSeconds(60));
    assertThat(reservations.size()).isEqualTo(1);
    after(Duration.ofSeconds(1));
    assertThat(reservations.size()).isZero();
  }

  @Test
  void aDurableJobIsTheLedgersToFindAfterAMoment() {
    // Given
    grant();
    reservations.sending(job);

    // When
    reservations.answered(job, Answer.DURABLE);

    // Then a generation that begins now may have looked a moment before
    assertThat(untoldIn(6)).containsExactly(job.id());
    after(Duration.ofSeconds(3));
    assertThat(reservations.size()).isZero();
    reservations.over(job.id());
    assertThat(returning()).isEmpty();
  }

  @Test
  void aRequestInPartsHasOneReservationUntilTheLastOfThemIsAnswered() {
    // Given
    Job first = part(0);
    Job second = part(1);
    grant();

    // When
    reservations.sending(first);
    reservations.answered(first, Answer.DURABLE);
    reservations.sending(second);
    reservations.over(job.id());
    after(Duration.ofSeconds(3));

    // Then
    assertThat(reservations.size()).isEqualTo(1);
    reservations.answered(second, Answer.REFUSED);
    assertThat(returning()).isEmpty();
    after(Duration.ofSeconds(3));
    assertThat(reservations.size()).isZero();
  }

  @Test
  void aRequestInPartsOfWhichNoneWasTakenIsGivenBack() {
    grant();
    for (int i = 0; i < 2; i++) {
      reservations.sending(part(i));
      reservations.answered(part(i), Answer.REFUSED);
    }

    reservations.over(job.id());

    assertThat(returning()).containsExactly(job.id());
  }

  @Test
  void aNewGenerationIsToldOnceOfWhatStandsAndOfNothingElse() {
    // Given one that stands, one that Redis was only asked for, one that is given back
    grant();
    ask(TestJobs.newId());
    JobId over = TestJobs.newId();
    ask(over);
    reservations.over(over);

    // When
    learn(6, State.OPENING);

    // Then
    List<OpenReservations.Batch> untold = reservations.untold();
    assertThat(jobs(untold)).containsExactly(job.id());
    assertThat(untold.getFirst().funds()).isEqualTo(new FundsInRedis(ACME, 6));
    assertThat(returning()).isEmpty();
    untold.forEach(reservations::told);
    assertThat(reservations.untold()).isEmpty();
    learn(6, State.OPEN);
    assertThat(reservations.untold()).isEmpty();
  }

  @Test
  void whatRedisGrantedInAGenerationThatIsOverIsWorthNothing() {
    // Given
    ask(job.id());

    // When
    learn(6, State.OPENING);

    // Then
    assertThat(reservations.granted(job.id())).isFalse();
    assertThat(reservations.size()).isZero();
  }

  @Test
  void aGenerationThatOpensAnewIsToldAgain() {
    // Given a Redis that was put back, and a ledger that counts on from there
    grant();

    // When
    learn(5, State.OPENING);

    // Then
    assertThat(jobs(reservations.untold())).containsExactly(job.id());
  }

  @Test
  void whatWasToldToAnEarlierGenerationIsNotToldToTheNext() {
    grant();
    learn(6, State.OPENING);
    List<OpenReservations.Batch> late = reservations.untold();
    learn(7, State.OPENING);

    late.forEach(reservations::told);

    assertThat(jobs(reservations.untold())).containsExactly(job.id());
  }

  @Test
  void whatWasGivenBackIsForgotten() {
    grant();
    reservations.over(job.id());

    reservations.returning().forEach(reservations::returned);

    assertThat(reservations.size()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void jobsWithoutAReservationChangeNothing(Answer answer) {
    reservations.sending(job);
    reservations.answered(job, answer);
    reservations.over(job.id());

    assertThat(reservations.size()).isZero();
  }

  private Job part(int index) {
    Job some = TestJobs.job(false);
    return new Job(
        TestJobs.newId(),
        some.target(),
        some.origin(),
        some.window(),
        some.demand(),
        null,
        new Job.Part(job.id(), index, 2));
  }

  private void grant() {
    ask(job.id());
    assertThat(reservations.granted(job.id())).isTrue();
  }

  private OptionalLong ask(JobId id) {
    return reservations.ask(
        ACME, new Reservation(id, new MicroCredits(7), Instant.EPOCH, List.of("f")));
  }

  private void learn(long number, State state) {
    boolean _ = reservations.learn(new FundsGeneration(number, state));
  }

  private List<JobId> untoldIn(long number) {
    learn(number, State.OPENING);
    return jobs(reservations.untold());
  }

  private List<JobId> returning() {
    return jobs(reservations.returning());
  }

  private static List<JobId> jobs(List<OpenReservations.Batch> batches) {
    return batches.stream().flatMap(batch -> batch.jobs().stream()).toList();
  }

  private void after(Duration time) {
    nanos.addAndGet(time.toNanos());
    reservations.sweep();
  }
}
