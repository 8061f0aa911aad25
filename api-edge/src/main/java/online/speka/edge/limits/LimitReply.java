package online.speka.edge.limits;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import online.speka.contract.principal.Fund;
import online.speka.contract.principal.Limit;
import online.speka.contract.wire.AdmissionAnswer;
import online.speka.edge.limits.LimitVerdict.Level;
import online.speka.edge.limits.LimitVerdict.Remaining;

/// What an answer from Redis means for the request.
final class LimitReply {
  private LimitReply() {}

  /// @param limits in the order in which they were asked
  /// @param funds in the order in which they were asked
  static LimitVerdict read(List<Limit> limits, List<Fund> funds, List<Long> numbers) {
    AdmissionAnswer answer = AdmissionAnswer.read(limits.size(), numbers);
    List<Level> levels =
        IntStream.range(0, limits.size())
            .mapToObj(
                i -> {
                  AdmissionAnswer.Level level = answer.levels().get(i);
                  return new Level(limits.get(i), level.left(), level.reset());
                })
            .toList();
    Remaining remaining =
        new Remaining(tightest(levels, Limit.Unit.REQUESTS), tightest(levels, Limit.Unit.TOKENS));
    if (answer.limit() != AdmissionAnswer.NONE) {
      return new LimitVerdict.Exceeded(limits.get(answer.limit()), answer.pause(), remaining);
    }
    if (answer.fund() != AdmissionAnswer.NONE) {
      return new LimitVerdict.Exhausted(funds.get(answer.fund()), remaining);
    }
    return answer.unknownFund() == AdmissionAnswer.NONE
        ? new LimitVerdict.Within(remaining)
        : new LimitVerdict.Unknown();
  }

  private static Optional<Level> tightest(List<Level> levels, Limit.Unit unit) {
    return levels.stream()
        .filter(level -> level.limit().unit() == unit)
        .min(Comparator.comparingLong(Level::left));
  }
}
