package online.speka.ledger.funds;

import java.math.BigInteger;
import java.util.Optional;
import online.speka.contract.principal.TenantId;

/// What is reserved for requests that have no bill yet.
public interface Reserved {

  Reserved UNKNOWN = (_, _) -> Optional.empty();

  /// @return empty if nobody can say
  Optional<BigInteger> under(TenantId tenant, String fund);

  /// As the board has it.
  static Reserved on(FundBoard board) {
    return (tenant, fund) -> {
      try {
        return Optional.of(
            board.reservations(board.generation(), tenant).stream()
                .filter(reservation -> reservation.funds().contains(fund))
                .map(reservation -> BigInteger.valueOf(reservation.cost().value()))
                .reduce(BigInteger.ZERO, BigInteger::add));
      } catch (FundBoardUnavailableException e) {
        return Optional.empty();
      }
    };
  }
}
