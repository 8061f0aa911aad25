package online.speka.ledger.keys;

import java.util.Objects;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;

/// Who shares a limit.
public sealed interface LimitTarget {

  record OfOrganization(TenantId organization) implements LimitTarget {
    public OfOrganization {
      Objects.requireNonNull(organization);
    }
  }

  record OfProject(TenantId organization, ProjectId project) implements LimitTarget {
    public OfProject {
      Objects.requireNonNull(organization);
      Objects.requireNonNull(project);
    }
  }

  record OfKey(KeyId key) implements LimitTarget {
    public OfKey {
      Objects.requireNonNull(key);
    }
  }
}
