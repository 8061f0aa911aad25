package online.speka.ledger.funds;

import java.util.Collection;
import online.speka.contract.principal.TenantId;

/// Told of changes that are no bills, after they are committed. Never fails: what Redis cannot be
/// told now it is told later.
public interface FundChanges {

  FundChanges NONE =
      new FundChanges() {
        @Override
        public void changed(Collection<TenantId> tenants) {}

        @Override
        public void made(TenantId tenant, String fund) {}
      };

  /// What is left in funds of these tenants is another amount now.
  void changed(Collection<TenantId> tenants);

  /// There is a new fund, under which nothing is reserved.
  void made(TenantId tenant, String fund);
}
