package online.speka.ledger.organizations;

import java.time.Instant;
import java.util.Objects;
import online.speka.contract.principal.TenantId;

/// Somebody who has a say in an organisation.
public record Member(TenantId organization, Email email, Role role, Instant since) {
  public Member {
    Objects.requireNonNull(organization);
    Objects.requireNonNull(email);
    Objects.requireNonNull(role);
    Objects.requireNonNull(since);
  }
}
