package online.speka.ledger.posting;

import java.util.Objects;
import online.speka.contract.principal.TenantId;

/// One side of a posting. There is one account for each tenant, and one of each other kind.
public sealed interface Account {

  /// What a tenant has: less after every job.
  record Tenant(TenantId id) implements Account {
    public Tenant {
      Objects.requireNonNull(id);
    }
  }

  /// What the platform has earned.
  record Revenue() implements Account {}

  /// What tenants have paid in.
  record Payments() implements Account {}

  /// What was given away: allowances of plans, and gifts.
  record Grants() implements Account {}

  /// Debts nobody expects to be paid any more.
  record WriteOffs() implements Account {}

  /// Corrections that belong to no one job.
  record Adjustments() implements Account {}
}
