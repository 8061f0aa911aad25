package online.speka.ledger.verifying;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;

/// What a check has found.
///
/// @param transactions how many were checked
/// @param bills how many were checked
/// @param mistakes how many of each kind; those there are none of are left out
/// @param difference the sum of what is missing or too much, in micro-credits, whatever its sign
public record Findings(
    long transactions, long bills, Map<Mistake, Long> mistakes, BigInteger difference) {

  static final Findings NONE = new Findings(0, 0, Map.of(), BigInteger.ZERO);

  public Findings {
    mistakes = Map.copyOf(mistakes);
  }

  static Findings checked(long transactions, long bills) {
    return new Findings(transactions, bills, Map.of(), BigInteger.ZERO);
  }

  static Findings of(Mistake mistake, long count, BigInteger difference) {
    return count == 0 ? NONE : new Findings(0, 0, Map.of(mistake, count), difference.abs());
  }

  Findings plus(Findings other) {
    Map<Mistake, Long> sum = new EnumMap<>(Mistake.class);
    sum.putAll(mistakes);
    other.mistakes.forEach((mistake, count) -> sum.merge(mistake, count, Math::addExact));
    return new Findings(
        Math.addExact(transactions, other.transactions),
        Math.addExact(bills, other.bills),
        sum,
        difference.add(other.difference));
  }

  /// How many mistakes there are; zero, or the books are wrong.
  public long count() {
    return mistakes.values().stream().mapToLong(Long::longValue).sum();
  }

  public boolean isClean() {
    return mistakes.isEmpty();
  }
}
