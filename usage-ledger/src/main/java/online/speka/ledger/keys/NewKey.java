package online.speka.ledger.keys;

import java.util.Objects;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.organizations.InvalidFieldException;
import online.speka.ledger.organizations.Name;
import org.jspecify.annotations.Nullable;

/// A key that is wanted.
///
/// @param project null means the organisation's default project
/// @param createdBy who wants it, for those who look at it later
public record NewKey(
    TenantId organization,
    @Nullable ProjectId project,
    Name name,
    ApiKey.Mode mode,
    Access access,
    String createdBy) {

  public static final int CREATED_BY_LENGTH_MAX = 254;

  public NewKey {
    Objects.requireNonNull(organization);
    Objects.requireNonNull(name);
    Objects.requireNonNull(mode);
    Objects.requireNonNull(access);
    if (createdBy.isBlank() || createdBy.length() > CREATED_BY_LENGTH_MAX) {
      throw new InvalidFieldException(
          "created_by", "created_by must be 1 to " + CREATED_BY_LENGTH_MAX + " characters");
    }
  }
}
