package online.speka.infra.bench.money;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Whether clients were refused, put off or left without an answer only when it had to be.
///
/// A 402 is false if the request fitted all the time from its sending to its answer. That is so if
/// it fits beside everything that may have been reserved meanwhile: either all that was sent in its
/// round until then, or what Redis had reserved before it was sent and whatever has been sent, and
/// had no answer, since. Both bounds are above what was really reserved, so neither accuses anybody
/// wrongly.
final class Refusals {

  static final String SOURCE = "prepaid_credit";

  /// After a kill: until the server is up again, its connections are, and a generation is open.
  static final long RECOVERY_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

  private final History history;
  private final Map<Integer, List<Attempt>> reserving;
  private final Map<Integer, Round> rounds;
  private final List<Finding> findings = new ArrayList<>();

  private Refusals(History history) {
    this.history = history;
    this.reserving =
        history.attempts().stream()
            .filter(Attempt::mayHaveReserved)
            .collect(Collectors.groupingBy(Attempt::round));
    this.rounds = history.rounds().stream().collect(Collectors.toMap(Round::number, it -> it));
  }

  static List<Finding> of(History history) {
    Refusals refusals = new Refusals(history);
    history.attempts().forEach(refusals::attempt);
    return refusals.findings;
  }

  private void attempt(Attempt attempt) {
    switch (attempt.answer()) {
      case Answer.Accepted accepted -> accepted(attempt, accepted);
      case Answer.Refused(String source) -> refused(attempt, source);
      case Answer.PutOff putOff -> putOff(attempt, putOff);
      case Answer.Failed(_, String what) -> add(Invariant.ANSWERED, attempt, what);
      case Answer.Unheard(String what) -> {
        if (!isNearKill(attempt)) {
          add(Invariant.ANSWERED, attempt, what);
        }
      }
    }
  }

  private void accepted(Attempt attempt, Answer.Accepted accepted) {
    if (attempt.ask().expected() == Ask.Expected.REFUSED) {
      add(Invariant.NOBODY_GETS_MORE, attempt, "was accepted alone, with one credit too little");
    }
    if (accepted.end() == Answer.End.BROKEN && !isNearKill(attempt)) {
      add(Invariant.ANSWERED, attempt, "broke off though nothing had been killed");
    }
  }

  private void refused(Attempt attempt, String source) {
    if (!source.equals(SOURCE)) {
      add(Invariant.REFUSED_ONLY_WHEN_SHORT, attempt, "was refused for '" + source + "'");
    }
    if (attempt.ask().expected() == Ask.Expected.ACCEPTED) {
      add(Invariant.REFUSED_ONLY_WHEN_SHORT, attempt, "was refused alone, with enough left");
    }
    Round round = rounds.get(attempt.round());
    if (round != null && round.credit() - sentUntil(attempt) >= attempt.ask().cost()) {
      add(
          Invariant.REFUSED_ONLY_WHEN_SHORT,
          attempt,
          "fits beside all that was sent in its round until then");
    }
    if (freeAtLeast(attempt) >= attempt.ask().cost()) {
      add(
          Invariant.REFUSED_ONLY_WHEN_SHORT,
          attempt,
          "fits beside what was reserved and what was on its way");
    }
  }

  private long sentUntil(Attempt refused) {
    return reserving.getOrDefault(refused.round(), List.of()).stream()
        .filter(other -> other.sentNanos() <= refused.endNanos())
        .mapToLong(other -> other.ask().cost())
        .sum();
  }

  /// What was certainly free while a request was decided on; below every cost if nobody knows.
  private long freeAtLeast(Attempt refused) {
    List<FundSample> samples = history.funds();
    int first = firstAfter(refused.sentNanos());
    int last = firstAfter(refused.endNanos());
    // The one before the last that was begun before: it was read by then.
    if (first < 2 || last >= samples.size()) {
      return Long.MIN_VALUE;
    }
    FundSample before = samples.get(first - 2);
    boolean oneGeneration =
        samples.subList(first - 2, last + 1).stream()
            .allMatch(it -> it.open() && it.generation() == before.generation());
    if (!oneGeneration) {
      return Long.MIN_VALUE;
    }
    long since =
        reserving.getOrDefault(refused.round(), List.of()).stream()
            .filter(other -> other.sentNanos() <= refused.endNanos())
            .filter(other -> isUndecidedSince(other, before.atNanos()))
            .mapToLong(other -> other.ask().cost())
            .sum();
    return before.free() - since;
  }

  private static boolean isUndecidedSince(Attempt attempt, long nanos) {
    return attempt.answer() instanceof Answer.Failed
        || attempt.answer() instanceof Answer.Unheard
        || attempt.headNanos() >= nanos;
  }

  private int firstAfter(long nanos) {
    int low = 0;
    int high = history.funds().size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (history.funds().get(middle).atNanos() > nanos) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private void putOff(Attempt attempt, Answer.PutOff putOff) {
    if (putOff.afterSeconds() < 0) {
      add(
          Invariant.PUT_OFF_ONLY_AROUND_KILLS,
          attempt,
          putOff.status() + " does not say when to come again: " + putOff.why());
    }
    if (!isNearKill(attempt)) {
      add(
          Invariant.PUT_OFF_ONLY_AROUND_KILLS,
          attempt,
          putOff.status() + " though nothing had been killed: " + putOff.why());
    }
  }

  private boolean isNearKill(Attempt attempt) {
    Round round = rounds.get(attempt.round());
    return round != null
        && round.kills().stream()
            .anyMatch(
                kill ->
                    kill <= attempt.endNanos() && attempt.sentNanos() - kill < RECOVERY_NANOS_MAX);
  }

  private void add(Invariant invariant, Attempt attempt, String what) {
    findings.add(
        new Finding(
            invariant,
            "request %d in round %d (at most %d): %s"
                .formatted(attempt.ask().number(), attempt.round(), attempt.ask().cost(), what)));
  }
}
