package online.speka.ledger.verifying;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/// One way through the books, from the first posting to the last and then on with the new ones: the
/// sum of each account so far, and what was found.
final class Walk {

  private final Map<Long, BigInteger> sums = new HashMap<>();
  private long position;
  private Findings walked = Findings.NONE;
  private Findings standing = Findings.NONE;
  private boolean atEnd;

  /// All up to this database transaction is checked.
  long position() {
    return position;
  }

  /// Whether it has seen all there was.
  boolean isAtEnd() {
    return atEnd;
  }

  void passed(Slice slice, Map<Long, BigInteger> moved, Findings found) {
    position = slice.to();
    moved.forEach((account, amount) -> sums.merge(account, amount, BigInteger::add));
    walked = walked.plus(found);
  }

  /// @param expected what the balances say each account had at this walk's position
  /// @param months what closed months say
  void arrived(Map<Long, BigInteger> expected, Findings months) {
    Findings balances = Findings.NONE;
    for (Map.Entry<Long, BigInteger> account : expected.entrySet()) {
      BigInteger sum = sums.getOrDefault(account.getKey(), BigInteger.ZERO);
      if (!sum.equals(account.getValue())) {
        BigInteger difference = sum.subtract(account.getValue());
        balances = balances.plus(Findings.of(Mistake.BALANCE_WRONG, 1, difference));
      }
    }
    standing = balances.plus(months);
    atEnd = true;
  }

  Findings findings() {
    return walked.plus(standing);
  }
}
