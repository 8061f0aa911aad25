package online.speka.ledger.organizations;

import java.time.Instant;
import java.util.Objects;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;

/// A part of an organisation, with keys and limits of its own.
///
/// @param isDefault whether keys that nobody put elsewhere live here; each organisation has one
public record Project(
    ProjectId id, TenantId organization, Name name, boolean isDefault, Instant createdAt) {
  public Project {
    Objects.requireNonNull(id);
    Objects.requireNonNull(organization);
    Objects.requireNonNull(name);
    Objects.requireNonNull(createdAt);
  }
}
