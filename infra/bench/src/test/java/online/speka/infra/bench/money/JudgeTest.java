package online.speka.infra.bench.money;

import static online.speka.infra.bench.money.Histories.COST;
import static online.speka.infra.bench.money.Histories.LEFT;
import static online.speka.infra.bench.money.Histories.TRUTH;
import static online.speka.infra.bench.money.Histories.WHOLE;
import static online.speka.infra.bench.money.Histories.accepted;
import static online.speka.infra.bench.money.Histories.attempt;
import static online.speka.infra.bench.money.Histories.bill;
import static online.speka.infra.bench.money.Histories.fund;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import online.speka.contract.usage.Usage;
import org.junit.jupiter.api.Test;

class JudgeTest {

  private final Histories history = Histories.good();

  @Test
  void aGoodHistoryHasNoFindings() {
    assertThat(history.broken()).isEmpty();
  }

  @Test
  void moreReservedThanLeftIsOverspent() {
    history.funds.add(3, fund(120, 790, 800));

    assertThat(history.broken()).containsExactly(Invariant.NEVER_OVERSPENT);
  }

  @Test
  void whatIsReservedForBilledJobsIsNotSpentTwice() {
    history.funds.add(3, new FundSample(120, 1, true, 590, 800, 800, 400));

    assertThat(history.broken()).isEmpty();
  }

  @Test
  void reservationsThatAreNotCountedAreOverspent() {
    history.funds.add(3, new FundSample(120, 1, true, 1_000, 400, 800, 0));

    assertThat(history.broken()).containsExactly(Invariant.NEVER_OVERSPENT);
  }

  @Test
  void whatRedisSaysBeforeItIsOpenProvesNothing() {
    history.funds.add(3, new FundSample(120, 2, false, 100, 400, 800, 0));

    assertThat(history.broken()).isEmpty();
  }

  @Test
  void acceptedForMoreThanTheBalanceIsOverspentWhateverRedisSays() {
    // Given three accepted at 400 each, a balance of 1000, and none billed
    history.attempts.add(attempt(4, 100, accepted("c", TRUTH, 10, Answer.End.WHOLE)));
    history.bills.add(bill("c", TRUTH, 60));
    history.books.add(1, new BookSample(140, 1_000, List.of(), 0));
    history.books.add(new BookSample(320, 844, List.of("c"), 0));

    assertThat(history.broken()).containsExactly(Invariant.NEVER_OVERSPENT);
  }

  @Test
  void aBalanceBelowZeroIsOverspent() {
    history.books.add(new BookSample(400, -1, List.of(), 0));

    assertThat(history.broken()).containsExactly(Invariant.NEVER_OVERSPENT);
  }

  @Test
  void aReservationOfLessThanTheWorstPriceIsFound() {
    history.reservations.put(WHOLE, COST - 1);

    assertThat(history.broken()).containsExactly(Invariant.RESERVED_WHAT_IT_CAN_COST);
  }

  @Test
  void postingsThatDoNotAddUpToZeroAreFound() {
    history.books.add(new BookSample(400, 904, List.of(), 7));

    assertThat(history.broken()).containsExactly(Invariant.BALANCED);
  }

  @Test
  void refusedBesideAllThatWasSentIsFalse() {
    // Given one that left nothing reserved, so that two fit beside each other and the third does
    history.attempts.set(1, attempt(2, 101, new Answer.Refused(Refusals.SOURCE)));
    history.bills.remove(1);
    history.books.removeLast();

    assertThat(history.broken()).containsExactly(Invariant.REFUSED_ONLY_WHEN_SHORT);
  }

  @Test
  void refusedLongAfterAllWasGivenBackIsFalse() {
    // Given samples before and after in one generation, with nothing reserved and nothing on its
    // way
    history.funds.add(fund(400, 916, 0));
    history.funds.add(fund(500, 916, 0));
    history.attempts.add(attempt(4, 410, new Answer.Refused(Refusals.SOURCE)));

    assertThat(history.broken()).containsExactly(Invariant.REFUSED_ONLY_WHEN_SHORT);
  }

  @Test
  void refusedWhileAGenerationChangedIsNotAccusedByItsSamples() {
    history.funds.add(fund(400, 916, 0));
    history.funds.add(new FundSample(500, 2, true, 916, 0, 0, 0));
    history.attempts.add(attempt(4, 410, new Answer.Refused(Refusals.SOURCE)));

    assertThat(history.broken()).isEmpty();
  }

  @Test
  void refusedForSomethingElseThanTheCreditIsFalse() {
    history.attempts.set(2, attempt(3, 102, new Answer.Refused("key_budget")));

    assertThat(history.broken()).containsExactly(Invariant.REFUSED_ONLY_WHEN_SHORT);
  }

  @Test
  void aProbeAtTheLimitMustBeAccepted() {
    history.attempts.add(
        new Attempt(
            1,
            Histories.ask(9, Ask.Expected.ACCEPTED),
            102,
            110,
            120,
            new Answer.Refused(Refusals.SOURCE)));

    assertThat(history.broken()).containsExactly(Invariant.REFUSED_ONLY_WHEN_SHORT);
  }

  @Test
  void aProbeAboveTheLimitMustBeRefused() {
    history.attempts.add(
        new Attempt(
            1,
            Histories.ask(9, Ask.Expected.REFUSED),
            400,
            410,
            420,
            accepted("c", TRUTH, 10, Answer.End.WHOLE)));
    history.bills.add(bill("c", TRUTH, 60));

    assertThat(history.broken()).containsExactly(Invariant.NOBODY_GETS_MORE);
  }

  @Test
  void putOffThoughNothingWasKilledIsFound() {
    history.attempts.add(attempt(4, 100, new Answer.PutOff(503, 1, "away")));

    assertThat(history.broken()).containsExactly(Invariant.PUT_OFF_ONLY_AROUND_KILLS);
  }

  @Test
  void putOffAfterAKillIsFineIfItSaysWhenToComeAgain() {
    history.rounds.set(0, new Round(1, 1_000, List.of(99L), true, 5, 916, 916, 0));
    history.attempts.add(attempt(4, 100, new Answer.PutOff(503, 1, "away")));
    assertThat(history.broken()).isEmpty();

    history.attempts.add(attempt(5, 100, new Answer.PutOff(503, -1, "away")));
    assertThat(history.broken()).containsExactly(Invariant.PUT_OFF_ONLY_AROUND_KILLS);
  }

  @Test
  void noAnswerIsFoundEvenAfterAKill() {
    history.rounds.set(0, new Round(1, 1_000, List.of(99L), true, 5, 916, 916, 0));
    history.attempts.add(attempt(4, 100, new Answer.Failed("", "500")));

    assertThat(history.broken()).containsExactly(Invariant.ANSWERED);
  }

  @Test
  void whatStaysReservedIsFound() {
    history.rounds.set(0, new Round(1, 1_000, List.of(), false, 5, 916, 916, 400));

    assertThat(history.broken()).containsExactly(Invariant.SETTLED);
  }

  @Test
  void aSecondBillIsFound() {
    history.bills.add(bill(WHOLE, TRUTH, 60));

    assertThat(history.broken()).containsExactly(Invariant.BILLED_ONCE);
  }

  @Test
  void aMissingBillIsFound() {
    history.bills.removeFirst();

    assertThat(history.broken()).containsExactly(Invariant.BILLED_ONCE);
  }

  @Test
  void aBillThatIsChargedTwiceIsFound() {
    history.bills.set(0, new Bill(WHOLE, "COMPLETED", TRUTH, 60, 2, 120));

    assertThat(history.broken()).containsExactly(Invariant.BILLED_ONCE);
  }

  @Test
  void aBillOfNobodysJobIsFound() {
    history.bills.add(bill("z", TRUTH, 60));

    assertThat(history.broken()).containsExactly(Invariant.BILLED_ONCE);
  }

  @Test
  void aBillOfOtherTokensThanTheSimulatorsIsFound() {
    Usage wrong = Usage.of(20, 11);
    history.attempts.set(0, attempt(1, 100, accepted(WHOLE, wrong, 10, Answer.End.WHOLE)));
    history.bills.set(0, bill(WHOLE, wrong, 64));

    assertThat(history.broken()).containsExactly(Invariant.BILLED_THE_TRUTH);
  }

  @Test
  void noStatusAtAllIsFoundUnlessSomethingWasKilled() {
    history.attempts.add(attempt(4, 100, new Answer.Unheard("connection reset")));
    assertThat(history.broken()).containsExactly(Invariant.ANSWERED);

    history.rounds.set(0, new Round(1, 1_000, List.of(90L), true, 5, 916, 916, 0));

    assertThat(history.broken()).isEmpty();
  }

  @Test
  void oneStrangeBillForEachRequestWithoutAStatusIsNoMoreThanThat() {
    history.rounds.set(0, new Round(1, 1_000, List.of(90L), true, 5, 916, 916, 0));
    history.attempts.add(attempt(4, 100, new Answer.Unheard("connection reset")));
    history.bills.add(bill("c", TRUTH, 60));
    assertThat(history.broken()).isEmpty();

    history.bills.add(bill("d", TRUTH, 60));

    assertThat(history.broken()).containsExactly(Invariant.BILLED_ONCE);
  }

  @Test
  void aBillOfOtherTokensThanTheAnswersIsFound() {
    history.attempts.set(
        0, attempt(1, 100, accepted(WHOLE, Usage.of(20, 9), 10, Answer.End.WHOLE)));

    assertThat(history.broken()).containsExactly(Invariant.BILLED_THE_TRUTH);
  }

  @Test
  void whoLeftPaysForWhatWasReadAndNotForMoreThanTheWholeAnswer() {
    history.bills.set(1, bill(LEFT, Usage.of(20, 2), 28));
    assertThat(history.broken()).containsExactly(Invariant.BILLED_THE_TRUTH);

    history.bills.set(1, bill(LEFT, Usage.of(20, 11), 64));
    assertThat(history.broken()).containsExactly(Invariant.BILLED_THE_TRUTH);
  }

  @Test
  void anAmountThatIsNotUsageTimesPriceIsFound() {
    history.bills.set(0, bill(WHOLE, TRUTH, 59));

    assertThat(history.broken()).containsExactly(Invariant.PRICED_RIGHT);
  }
}
