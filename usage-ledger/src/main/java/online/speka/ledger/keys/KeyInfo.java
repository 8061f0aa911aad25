package online.speka.ledger.keys;

import java.time.Instant;
import java.util.Objects;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.Principal;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.organizations.Name;
import org.jspecify.annotations.Nullable;

/// What people see of a key.
///
/// @param displayPrefix the beginning of the secret, to recognise it by
/// @param life when it was made, used and replaced
public record KeyInfo(
    KeyId id,
    TenantId organization,
    ProjectId project,
    Name name,
    String displayPrefix,
    Access access,
    Principal.State state,
    Life life) {
  public KeyInfo {
    Objects.requireNonNull(id);
    Objects.requireNonNull(organization);
    Objects.requireNonNull(project);
    Objects.requireNonNull(name);
    Objects.requireNonNull(displayPrefix);
    Objects.requireNonNull(access);
    Objects.requireNonNull(state);
    Objects.requireNonNull(life);
  }

  /// @param createdBy null if nobody said
  /// @param lastUsedAt to the minute or so; null if it has not been used
  /// @param replacedBy the key that took its place when it was rotated; null if it was not
  public record Life(
      Instant createdAt,
      @Nullable String createdBy,
      @Nullable Instant lastUsedAt,
      @Nullable KeyId replacedBy) {
    public Life {
      Objects.requireNonNull(createdAt);
    }
  }
}
