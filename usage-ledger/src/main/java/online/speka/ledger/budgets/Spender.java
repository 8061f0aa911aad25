package online.speka.ledger.budgets;

import java.util.Objects;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import org.jspecify.annotations.Nullable;

/// Whose spending a budget caps.
public sealed interface Spender {

  TenantId tenant();

  /// All keys of an organisation together.
  record Organization(TenantId tenant) implements Spender {
    public Organization {
      Objects.requireNonNull(tenant);
    }
  }

  /// All keys of a project together.
  record Project(TenantId tenant, ProjectId project) implements Spender {
    public Project {
      Objects.requireNonNull(tenant);
      Objects.requireNonNull(project);
    }
  }

  /// One key.
  record Key(TenantId tenant, KeyId key) implements Spender {
    public Key {
      Objects.requireNonNull(tenant);
      Objects.requireNonNull(key);
    }
  }

  /// As columns say it: at most one of the two is there.
  static Spender of(TenantId tenant, @Nullable String project, @Nullable String key) {
    if (key != null) {
      return new Key(tenant, new KeyId(key));
    }
    return project == null ? new Organization(tenant) : new Project(tenant, new ProjectId(project));
  }
}
