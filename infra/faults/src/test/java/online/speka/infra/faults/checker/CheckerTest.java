package online.speka.infra.faults.checker;

import static online.speka.infra.faults.checker.Histories.ANSWER;
import static online.speka.infra.faults.checker.Histories.ATTEMPT;
import static online.speka.infra.faults.checker.Histories.DONE;
import static online.speka.infra.faults.checker.Histories.ERROR;
import static online.speka.infra.faults.checker.Histories.FIRST;
import static online.speka.infra.faults.checker.Histories.JOB;
import static online.speka.infra.faults.checker.Histories.OTHER_JOB;
import static online.speka.infra.faults.checker.Histories.REQUEST;
import static online.speka.infra.faults.checker.Histories.THIRD;
import static online.speka.infra.faults.checker.Histories.USAGE;
import static online.speka.infra.faults.checker.Histories.WHOLE;
import static online.speka.infra.faults.checker.Histories.accepted;
import static online.speka.infra.faults.checker.Histories.attemptFailed;
import static online.speka.infra.faults.checker.Histories.billed;
import static online.speka.infra.faults.checker.Histories.check;
import static online.speka.infra.faults.checker.Histories.event;
import static online.speka.infra.faults.checker.Histories.good;
import static online.speka.infra.faults.checker.Histories.outcome;
import static online.speka.infra.faults.checker.Histories.told;
import static online.speka.infra.faults.checker.Histories.with;
import static online.speka.infra.faults.checker.Histories.without;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import online.speka.contract.job.Attempt;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome.Status;
import online.speka.contract.usage.Usage;
import online.speka.infra.faults.history.Bill;
import online.speka.infra.faults.history.Ending;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.history.Entry.How;
import online.speka.infra.faults.history.Kind;
import online.speka.infra.faults.history.Tolerance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each invariant is shown a history that breaks it: a rule that never says no is no rule.
class CheckerTest {

  private static final Attempt SECOND = new Attempt(5, 2);

  /// What the one job of a right history costs.
  private static final long PRICE = Histories.PRICES.charge(WHOLE).value();

  private static List<Invariant> broken(List<Entry> history) {
    return check(history).violations().stream().map(Violation::invariant).distinct().toList();
  }

  private static List<Entry> reading(List<Entry> history, String text, How how) {
    return with(
        with(history, Entry.Read.class, it -> new Entry.Read(it.atMicros(), REQUEST, text)),
        Entry.Ended.class,
        it -> new Entry.Ended(it.atMicros(), REQUEST, how, ""));
  }

  private static List<Entry> billing(List<Entry> history, Status status, Usage usage) {
    List<Entry> changed = without(without(history, Entry.Told.class), Entry.Billed.class);
    changed.add(told(outcome(JOB, ATTEMPT, status, usage)));
    changed.add(billed(JOB, "org-main", status.name(), ATTEMPT, usage));
    return changed;
  }

  @Test
  void aRightHistoryIsClean() {
    Findings findings = check(good());

    assertThat(findings.violations()).isEmpty();
    assertThat(findings.count(Ending.COMPLETE)).isEqualTo(1);
    assertThat(findings.attemptsPerJob()).isEqualTo(1);
  }

  @Test
  void keepAlivesAreNoPartOfAnAnswer() {
    List<Entry> history = reading(good(), ": ka\n" + ANSWER, How.WHOLE);

    assertThat(check(history).violations()).isEmpty();
  }

  @Test
  void anAcceptedJobWithoutAnEndIsLost() {
    List<Entry> history = without(without(good(), Entry.Told.class), Entry.Billed.class);

    assertThat(broken(history)).contains(Invariant.I1);
  }

  @Test
  void aRequestThatBecomesTwoJobsIsFound() {
    // Given
    List<Entry> history = good();
    history.add(accepted(REQUEST, OTHER_JOB, "org-main"));
    history.add(told(outcome(OTHER_JOB, ATTEMPT, Status.COMPLETED, WHOLE)));
    history.add(billed(OTHER_JOB, "org-main", "COMPLETED", ATTEMPT, WHOLE));

    assertThat(broken(history)).containsExactly(Invariant.I1);
  }

  @Test
  void anAnswerWithoutAnAcceptedJobIsFalse() {
    List<Entry> history =
        without(
            without(without(good(), Entry.Accepted.class), Entry.Told.class), Entry.Billed.class);

    assertThat(broken(history)).contains(Invariant.I3);
  }

  @Test
  void anEndThatChangesIsFound() {
    List<Entry> history = good();
    history.add(told(outcome(JOB, ATTEMPT, Status.CANCELLED, WHOLE)));

    assertThat(broken(history)).containsExactly(Invariant.I2);
  }

  @Test
  void aLaterOutcomeOfAnotherAttemptIsDroppedAndCounted() {
    List<Entry> history = good();
    history.add(told(outcome(JOB, SECOND, Status.CANCELLED, WHOLE)));

    assertThat(check(history).late()).isEqualTo(1);
    assertThat(broken(history)).doesNotContain(Invariant.I2);
  }

  @Test
  void aBillForAnotherAttemptThanTheFirstThatEndedIsFound() {
    List<Entry> history = without(good(), Entry.Billed.class);
    history.add(billed(JOB, "org-main", "COMPLETED", SECOND, WHOLE));

    assertThat(broken(history)).contains(Invariant.I2);
  }

  @Test
  void aWholeAnswerOfAJobThatDidNotCompleteIsFound() {
    assertThat(broken(billing(good(), Status.CANCELLED, WHOLE))).contains(Invariant.I2);
  }

  @Test
  void aResumedStreamWithoutGapOrDuplicateIsWhole() {
    Findings findings = check(resumed("id: 1\n" + event("b")));

    assertThat(findings.violations()).isEmpty();
    assertThat(findings.resumed()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0, a", "2, c", "1, c"})
  void aResumedStreamWithAGapOrADuplicateIsFound(int number, String text) {
    assertThat(broken(resumed("id: " + number + "\n" + event(text)))).contains(Invariant.I3);
  }

  /// The client has read one event and a part of the next when its connection breaks.
  private static List<Entry> resumed(String second) {
    List<Entry> history = new ArrayList<>();
    for (Entry entry : good()) {
      switch (entry) {
        case Entry.Asked it ->
            history.add(
                new Entry.Asked(
                    it.atMicros(), it.request(), it.key(), Kind.RESUMABLE, 0, it.body()));
        case Entry.Read it -> {
          String tail = "id: 2\n" + event("c") + "id: 3\n" + USAGE + "id: 4\n" + DONE;
          history.add(
              new Entry.Read(it.atMicros(), it.request(), "id: 0\n" + FIRST + "id: 1\ndata: {"));
          history.add(new Entry.Resumed(it.atMicros() + 1, it.request(), "0", "CUT"));
          history.add(new Entry.Read(it.atMicros() + 2, it.request(), second + tail));
        }
        default -> history.add(entry);
      }
    }
    return history;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FIRST + THIRD + USAGE + DONE,
        "data: {\"content\":\"a\"}\n\ndata: {\"content\":\"a\"}\n\ndata: {\"content\":\"b\"}\n\n",
        "data: {\"content\":\"x\"}\n\n",
        "data: {\"content\":\"a\"}\n\ndata: [DONE]\n\n",
        FIRST + THIRD + ERROR,
      })
  void gapsDuplicatesForeignTokensAndFalseEndsAreWrongWhateverIsAllowed(String text) {
    Set<Ending> everything =
        Set.of(Ending.CUT, Ending.ERROR_EVENT, Ending.REFUSED, Ending.SILENT, Ending.NO_CONNECTION);

    Findings findings = check(reading(good(everything), text, How.WHOLE));

    assertThat(findings.count(Ending.WRONG)).isEqualTo(1);
    assertThat(findings.violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.I3);
  }

  @Test
  void aSilentEndIsWrong() {
    assertThat(check(reading(good(), FIRST, How.WHOLE)).count(Ending.WRONG)).isEqualTo(1);
  }

  @Test
  void aBreakIsFoundWhereNoneIsAllowed() {
    assertThat(broken(reading(good(), FIRST, How.CUT))).containsExactly(Invariant.I3);
    assertThat(broken(reading(good(), FIRST + ERROR, How.WHOLE))).containsExactly(Invariant.I3);
    assertThat(broken(reading(good(), FIRST, How.SILENT))).containsExactly(Invariant.I3);
  }

  @Test
  void aBreakIsFineWhereItIsAllowed() {
    assertThat(broken(reading(good(Set.of(Ending.CUT)), FIRST, How.CUT))).isEmpty();
    assertThat(broken(reading(good(Set.of(Ending.ERROR_EVENT)), FIRST + ERROR, How.WHOLE)))
        .isEmpty();
  }

  @Test
  void aBreakIsNotFineOnceAllWorksAgain() {
    List<Entry> healedLongBefore =
        with(
            with(
                reading(good(Set.of(Ending.CUT)), FIRST, How.CUT),
                Entry.Healed.class,
                it -> new Entry.Healed(-20_000_000, it.fault(), it.role(), it.pid())),
            Entry.Struck.class,
            it -> new Entry.Struck(-30_000_000, it.fault(), it.role(), it.pid()));

    assertThat(broken(healedLongBefore)).containsExactly(Invariant.I3);
  }

  @Test
  void aBreakIsNotFineBeforeAnythingWasBroken() {
    List<Entry> struckLater =
        with(
            reading(good(Set.of(Ending.CUT)), FIRST, How.CUT),
            Entry.Struck.class,
            it -> new Entry.Struck(900_000, it.fault(), it.role(), it.pid()));

    assertThat(broken(struckLater)).containsExactly(Invariant.I3);
  }

  @Test
  void aRefusalWithoutATimeToComeAgainIsFound() {
    // Given
    List<Entry> history =
        reading(good(Set.of(Ending.REFUSED)), "{\"error\":{\"message\":\"busy\"}}", How.WHOLE);

    // When
    List<Entry> refused =
        with(
            history,
            Entry.Answered.class,
            it -> new Entry.Answered(it.atMicros(), REQUEST, it.edge(), 503, false));

    // Then
    assertThat(broken(refused)).containsExactly(Invariant.I3);
  }

  @Test
  void aMissingBillAndASecondOneAreFound() {
    List<Entry> twice = good();
    twice.add(billed(JOB, "org-main", "COMPLETED", ATTEMPT, WHOLE));

    assertThat(broken(without(good(), Entry.Billed.class))).containsExactly(Invariant.I4);
    assertThat(broken(twice)).containsExactly(Invariant.I4);
  }

  @Test
  void aBillWithoutAJobIsFound() {
    List<Entry> history = good();
    history.add(billed(OTHER_JOB, "org-main", "COMPLETED", ATTEMPT, WHOLE));

    assertThat(broken(history)).containsExactly(Invariant.I4);
  }

  @Test
  void aTokenTooManyOrTooFewOnABillIsFound() {
    assertThat(broken(billing(good(), Status.COMPLETED, Usage.of(7, 4))))
        .containsExactly(Invariant.I4);
    assertThat(broken(billing(good(), Status.COMPLETED, Usage.of(6, 3))))
        .containsExactly(Invariant.I4);
  }

  @Test
  void whoReadTokensPaysForThemAndForNoneThatWereNeverGenerated() {
    // Given a client that read two tokens and left
    List<Entry> left =
        reading(good(), ANSWER.substring(0, ANSWER.indexOf("data: {\"content\":\"c")), How.LEFT);

    assertThat(broken(billing(left, Status.CANCELLED, Usage.of(7, 2)))).isEmpty();
    assertThat(broken(billing(left, Status.CANCELLED, Usage.of(7, 1))))
        .containsExactly(Invariant.I4);
    assertThat(broken(billing(left, Status.CANCELLED, Usage.of(7, 4))))
        .containsExactly(Invariant.I4);
    assertThat(broken(billing(left, Status.CANCELLED, Usage.NONE))).containsExactly(Invariant.I4);
  }

  @Test
  void anAmountThatIsNotThePriceIsFound() {
    List<Entry> history =
        with(
            good(),
            Entry.Billed.class,
            it -> {
              Bill b = it.bill();
              return new Entry.Billed(
                  it.atMicros(),
                  new Bill(
                      b.job(),
                      b.tenant(),
                      b.model(),
                      b.status(),
                      b.epoch(),
                      b.number(),
                      b.usage(),
                      b.amount() + 1));
            });

    assertThat(broken(history)).containsExactly(Invariant.I4);
  }

  @Test
  void booksThatDoNotAddUpAreFound() {
    for (Entry.Books books :
        List.of(
            new Entry.Books(1, 1, 0, 0, 0),
            new Entry.Books(1, 0, 5, 0, 0),
            new Entry.Books(1, 0, 0, 1, 0),
            new Entry.Books(1, 0, 0, 0, 1))) {
      assertThat(broken(with(good(), Entry.Books.class, _ -> books)))
          .as(books.toString())
          .containsExactly(Invariant.I5);
    }
  }

  @Test
  void aJobThatAnotherAccountPaysIsFound() {
    // Given another account's request, answered rightly
    List<Entry> history = good();
    history.add(new Entry.Asked(1_000, "r-2", "other", Kind.STREAM, 0, "{}"));
    history.add(new Entry.Answered(100_000, "r-2", "127.0.0.1:1", 200, false));
    history.add(new Entry.Read(100_001, "r-2", ANSWER));
    history.add(new Entry.Ended(200_000, "r-2", How.WHOLE, ""));
    history.add(told(outcome(OTHER_JOB, ATTEMPT, Status.COMPLETED, WHOLE)));
    history.add(billed(OTHER_JOB, "org-main", "COMPLETED", ATTEMPT, WHOLE));

    // When
    history.add(accepted("r-2", OTHER_JOB, "org-main"));

    // Then
    assertThat(broken(history)).containsExactly(Invariant.I8);
  }

  @Test
  void aClientThatWaitsTooLongForItsFirstByteIsFound() {
    List<Entry> history =
        with(
            good(),
            Entry.Read.class,
            it -> new Entry.Read(it.atMicros() + 6_000_000, REQUEST, it.text()));

    assertThat(broken(history)).containsExactly(Invariant.I9);
  }

  @Test
  void aProcessThatGrowsIsFound() {
    List<Entry> bytes = good();
    bytes.add(new Entry.Sampled(2, true, "edge", 77, 700L << 20, 41));
    List<Entry> threads = good();
    threads.add(new Entry.Sampled(2, true, "edge", 77, 210L << 20, 300));

    assertThat(broken(bytes)).containsExactly(Invariant.I10);
    assertThat(broken(threads)).containsExactly(Invariant.I10);
  }

  @Test
  void workThatIsRepeatedTooOftenIsFound() {
    // Given
    List<Entry> history = without(without(good(), Entry.Told.class), Entry.Billed.class);
    history.add(told(attemptFailed(JOB, ATTEMPT, Cause.WORKER_LOST)));
    history.add(told(outcome(JOB, SECOND, Status.COMPLETED, WHOLE)));
    history.add(billed(JOB, "org-main", "COMPLETED", SECOND, WHOLE));

    assertThat(broken(history)).containsExactly(Invariant.I11);
  }

  @Test
  void whatADrainingWorkerGivesBackWasNeverRun() {
    // Given
    List<Entry> history = without(without(good(), Entry.Told.class), Entry.Billed.class);
    history.add(told(attemptFailed(JOB, ATTEMPT, Cause.WORKER_DRAINING)));
    history.add(told(outcome(JOB, SECOND, Status.COMPLETED, WHOLE)));
    history.add(billed(JOB, "org-main", "COMPLETED", SECOND, WHOLE));

    assertThat(broken(history)).isEmpty();
  }

  @Test
  void aJobThatRunsOnForNobodyIsFound() {
    // Given a client that left long before its job's end
    List<Entry> left =
        with(
            reading(good(), FIRST, How.LEFT),
            Entry.Begun.class,
            it -> new Entry.Begun(0, it.cell(), 1, it.begunAt().minusSeconds(20), it.tolerance()));

    assertThat(broken(billing(left, Status.CANCELLED, Usage.of(7, 2))))
        .containsExactly(Invariant.I12);
  }

  @Test
  void anEndThatAClientSawBeforeItsAttemptMadeItIsFound() {
    // Given
    List<Entry> history =
        with(
            good(),
            Entry.Begun.class,
            it ->
                new Entry.Begun(
                    0, it.cell(), it.seed(), it.begunAt().minusSeconds(3), it.tolerance()));

    // Then
    assertThat(broken(history)).containsExactly(Invariant.I2);
  }

  private static List<Entry> paidBefore(long had, long left, long reserved) {
    List<Entry> history = good();
    history.add(new Entry.Funds(10, false, "org-main", had, 0));
    history.add(new Entry.Funds(900_000, true, "org-main", left, reserved));
    return history;
  }

  @Test
  void aPurseThatPaysForWhatWasInItIsRight() {
    assertThat(broken(paidBefore(100, 100 - PRICE, 0))).isEmpty();
  }

  @Test
  void aPurseThatPaysForMoreThanWasInItIsFound() {
    assertThat(broken(paidBefore(PRICE - 1, -1, 0))).containsExactly(Invariant.I6);
  }

  @Test
  void aPurseThatHasAnotherSumLeftThanItsBillsSayIsFound() {
    assertThat(broken(paidBefore(100, 100, 0))).containsExactly(Invariant.I6);
  }

  @ParameterizedTest
  @ValueSource(longs = {5, -1})
  void aReservationThatStaysIsFound(long reserved) {
    assertThat(broken(paidBefore(100, 100 - PRICE, reserved))).containsExactly(Invariant.I6);
  }

  private static List<Entry> unpaid(Set<Ending> allowed) {
    List<Entry> history = without(without(good(), Entry.Told.class), Entry.Billed.class);
    history = without(history, Entry.Accepted.class);
    history =
        with(
            history,
            Entry.Begun.class,
            it ->
                new Entry.Begun(
                    0,
                    it.cell(),
                    it.seed(),
                    it.begunAt(),
                    new Tolerance(allowed, 0, it.tolerance().firstByteMax(), 1)));
    history =
        with(
            history,
            Entry.Answered.class,
            it -> new Entry.Answered(it.atMicros(), REQUEST, it.edge(), 402, false));
    return reading(history, "{\"error\":{\"message\":\"nothing left\"}}", How.WHOLE);
  }

  @Test
  void whoHasNothingLeftIsTurnedAwayAtAnyTimeWhereTheCellSaysSo() {
    assertThat(broken(unpaid(Set.of(Ending.UNPAID)))).isEmpty();
  }

  @Test
  void whoPaysAfterwardsIsNeverAskedToPayFirst() {
    assertThat(broken(unpaid(Set.of(Ending.REFUSED)))).containsExactly(Invariant.I3);
  }

  /// The first attempt is declared lost and says how the job ended all the same; so does the
  /// second.
  private static List<Entry> zombie(Attempt billed) {
    List<Entry> history = without(without(good(), Entry.Told.class), Entry.Billed.class);
    history.add(told(attemptFailed(JOB, ATTEMPT, Cause.WORKER_LOST)));
    history.add(told(outcome(JOB, ATTEMPT, Status.COMPLETED, WHOLE)));
    history.add(told(outcome(JOB, SECOND, Status.COMPLETED, WHOLE)));
    history.add(billed(JOB, "org-main", "COMPLETED", billed, WHOLE));
    return history;
  }

  @Test
  void aBillOfAnAttemptThatWasLostIsFound() {
    assertThat(check(zombie(ATTEMPT)).violations())
        .extracting(Violation::invariant)
        .contains(Invariant.I2);
  }

  @Test
  void aBillOfItsSuccessorIsRight() {
    assertThat(check(zombie(SECOND)).violations())
        .extracting(Violation::invariant)
        .doesNotContain(Invariant.I2);
  }

  @Test
  void anOutcomeBeforeTheWordThatItsAttemptIsLostCounts() {
    List<Entry> history = good();
    history.add(told(attemptFailed(JOB, ATTEMPT, Cause.WORKER_LOST)));
    history.add(told(outcome(JOB, ATTEMPT, Status.COMPLETED, WHOLE)));
    history.add(told(outcome(JOB, SECOND, Status.COMPLETED, WHOLE)));

    assertThat(check(history).violations())
        .extracting(Violation::invariant)
        .doesNotContain(Invariant.I2);
  }
}
