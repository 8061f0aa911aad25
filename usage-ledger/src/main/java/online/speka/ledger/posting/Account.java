package online.speka.ledger.posting;

import java.util.Objects;
import online.speka.contract.principal.TenantId;

/// One side of a posting.
public sealed interface Account {

  /// What a tenant has: less after every job.
  record Tenant(TenantId id) implements Account {
    public Tenant {
      Objects.requireNonNull(id);
    }
  }

  /// What the platform has earned.
  record Revenue() implements Account {}
}
