package online.speka.infra.faults.checker;

import static online.speka.infra.faults.checker.Histories.ATTEMPT;
import static online.speka.infra.faults.checker.Histories.ERROR;
import static online.speka.infra.faults.checker.Histories.FIRST;
import static online.speka.infra.faults.checker.Histories.JOB;
import static online.speka.infra.faults.checker.Histories.REQUEST;
import static online.speka.infra.faults.checker.Histories.attemptFailed;
import static online.speka.infra.faults.checker.Histories.billed;
import static online.speka.infra.faults.checker.Histories.check;
import static online.speka.infra.faults.checker.Histories.good;
import static online.speka.infra.faults.checker.Histories.outcome;
import static online.speka.infra.faults.checker.Histories.told;
import static online.speka.infra.faults.checker.Histories.with;
import static online.speka.infra.faults.checker.Histories.without;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.job.Attempt;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.outcome.Outcome.Status;
import online.speka.contract.usage.Usage;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.history.Tolerance;
import org.junit.jupiter.api.Test;

/// A job that no worker survives, and each way to deal with it wrongly.
class PoisonsTest {

  private static final Attempt LAST = new Attempt(5, 4);
  private static final Usage READ = Usage.of(7, 1);
  private static final Entry.Buried LETTER = new Entry.Buried(1, JOB, 12, "WORKER_LOST", "");

  /// Its client read a token and an error; it failed after its third attempt and was buried.
  private static List<Entry> poisoned() {
    List<Entry> history = without(without(good(), Entry.Told.class), Entry.Billed.class);
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
                    new Tolerance(it.tolerance().allowed(), 0, it.tolerance().firstByteMax(), 5)));
    history =
        with(
            history,
            Entry.Asked.class,
            it ->
                new Entry.Asked(
                    it.atMicros(),
                    REQUEST,
                    it.key(),
                    it.kind(),
                    0,
                    "{\"model\":\"sim/poison\",\"user\":\"r-1\"}"));
    history =
        with(
            history, Entry.Read.class, it -> new Entry.Read(it.atMicros(), REQUEST, FIRST + ERROR));
    history.add(told(attemptFailed(JOB, ATTEMPT, Cause.WORKER_LOST)));
    history.add(told(outcome(JOB, LAST, Status.FAILED, READ)));
    history.add(billed(JOB, "org-main", "FAILED", LAST, READ));
    history.add(LETTER);
    return history;
  }

  private static List<Invariant> broken(List<Entry> history) {
    return check(history).violations().stream().map(Violation::invariant).distinct().toList();
  }

  @Test
  void oneThatEndsInAnErrorAndADeadLetterIsDealtWithRightly() {
    assertThat(check(poisoned()).violations()).isEmpty();
  }

  @Test
  void oneWithoutADeadLetterOrWithTwoOrWithOneThatCannotBeReplayedIsNot() {
    assertThat(broken(without(poisoned(), Entry.Buried.class))).containsExactly(Invariant.I1);

    List<Entry> twice = poisoned();
    twice.add(new Entry.Buried(1, JOB, 13, "WORKER_LOST", ""));
    assertThat(broken(twice)).containsExactly(Invariant.I1);

    assertThat(
            broken(
                with(
                    poisoned(),
                    Entry.Buried.class,
                    it -> new Entry.Buried(1, JOB, 12, it.reason(), "it is a part"))))
        .containsExactly(Invariant.I1);
  }

  @Test
  void threeDeadWorkersAreAllowedAndAFourthIsOneTooMany() {
    List<Entry> history = poisoned();
    history.add(told(attemptFailed(JOB, new Attempt(5, 2), Cause.WORKER_LOST)));
    history.add(told(attemptFailed(JOB, new Attempt(5, 3), Cause.WORKER_LOST)));
    assertThat(broken(history)).isEmpty();

    history.add(told(attemptFailed(JOB, new Attempt(5, 4), Cause.WORKER_LOST)));
    assertThat(broken(history)).containsExactly(Invariant.I11);
  }

  @Test
  void whatNoLivingWorkerCanTellIsNotBilled() {
    List<Entry> history = without(without(poisoned(), Entry.Told.class), Entry.Billed.class);
    Outcome failed = outcome(JOB, LAST, Status.FAILED, Usage.NONE);
    List<Entry> withLostWorker = new ArrayList<>(history);
    withLostWorker.add(
        told(
            new Outcome(
                failed.job(),
                failed.attempt(),
                failed.status(),
                Cause.WORKER_LOST,
                failed.usage(),
                failed.timings(),
                failed.detail(),
                failed.at())));
    withLostWorker.add(billed(JOB, "org-main", "FAILED", LAST, Usage.NONE));
    assertThat(broken(withLostWorker)).isEmpty();

    history.add(told(failed));
    history.add(billed(JOB, "org-main", "FAILED", LAST, Usage.NONE));
    assertThat(broken(history)).as("somebody could").containsExactly(Invariant.I4);
  }

  @Test
  void aClientThatSeesItsConnectionBreakWasToldNothing() {
    List<Entry> history =
        with(
            with(poisoned(), Entry.Read.class, it -> new Entry.Read(it.atMicros(), REQUEST, FIRST)),
            Entry.Ended.class,
            it -> new Entry.Ended(it.atMicros(), REQUEST, Entry.How.CUT, ""));

    assertThat(broken(history)).containsExactly(Invariant.I3);
  }

  @Test
  void aJobThatKilledNobodyIsNotBuried() {
    List<Entry> history = good();
    history.add(LETTER);

    assertThat(broken(history)).containsExactly(Invariant.I1);
  }
}
