package online.speka.ledger.funds;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.FundsInRedis.Left;
import online.speka.contract.wire.FundsInRedis.Used;

/// What Redis is to be told about one tenant, in one step.
///
/// @param ended jobs, and requests in parts, that are billed or never will be
/// @param levels of the funds that were held for them, with their bills deducted
public record FundUpdate(TenantId tenant, List<Used> ended, List<Left> levels) {

  public FundUpdate {
    Objects.requireNonNull(tenant);
    ended = List.copyOf(ended);
    levels = List.copyOf(levels);
  }

  static FundUpdate levels(TenantId tenant, Collection<Left> levels) {
    return new FundUpdate(tenant, List.of(), List.copyOf(levels));
  }

  /// The one fund, if it is among them.
  FundUpdate only(String fund) {
    return levels(tenant, levels.stream().filter(left -> left.fund().equals(fund)).toList());
  }
}
