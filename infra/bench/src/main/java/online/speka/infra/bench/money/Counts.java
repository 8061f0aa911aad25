package online.speka.infra.bench.money;

import java.util.List;
import java.util.function.Predicate;

/// Adds up what became of a round's attempts.
final class Counts {

  private static final double NANOS_PER_SECOND = 1e9;

  private Counts() {}

  static MoneyResult.RoundResult of(Round round, List<Attempt> all) {
    List<Attempt> attempts = all.stream().filter(it -> it.round() == round.number()).toList();
    return new MoneyResult.RoundResult(
        round.number(),
        round.credit(),
        round.kills().size(),
        attempts.size(),
        count(attempts, Answer.Accepted.class::isInstance),
        count(
            attempts,
            it -> it instanceof Answer.Accepted accepted && accepted.end() == Answer.End.LEFT),
        count(attempts, Answer.Refused.class::isInstance),
        count(attempts, Answer.PutOff.class::isInstance),
        count(attempts, it -> it instanceof Answer.Failed || it instanceof Answer.Unheard),
        (int) attempts.stream().filter(it -> it.ask().expected() != Ask.Expected.EITHER).count(),
        round.settledNanos() / NANOS_PER_SECOND);
  }

  private static int count(List<Attempt> attempts, Predicate<Answer> which) {
    return (int) attempts.stream().map(Attempt::answer).filter(which).count();
  }
}
