package online.speka.ledger.reporting;

import java.math.BigInteger;
import java.util.List;

/// The balance of every account.
///
/// @param sumMicroCredits of all balances; zero, or the books are wrong
public record BalanceReport(List<AccountBalance> accounts, BigInteger sumMicroCredits) {

  public BalanceReport {
    accounts = List.copyOf(accounts);
  }

  /// @param account `tenant:<id>`, or the kind of one of the platform's own
  public record AccountBalance(String account, BigInteger balanceMicroCredits) {}

  static BalanceReport of(List<AccountBalance> accounts) {
    return new BalanceReport(
        accounts,
        accounts.stream()
            .map(AccountBalance::balanceMicroCredits)
            .reduce(BigInteger.ZERO, BigInteger::add));
  }
}
