package online.speka.ledger.organizations;

import java.time.Instant;
import java.util.Objects;
import online.speka.contract.principal.TenantId;

/// Who pays.
public record Organization(TenantId id, Name name, Instant createdAt) {
  public Organization {
    Objects.requireNonNull(id);
    Objects.requireNonNull(name);
    Objects.requireNonNull(createdAt);
  }
}
