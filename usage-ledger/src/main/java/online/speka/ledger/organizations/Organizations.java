package online.speka.ledger.organizations;

import java.util.Optional;
import online.speka.contract.principal.TenantId;
import org.jspecify.annotations.Nullable;

/// All organisations. Like its neighbours it works in the caller's database transaction, if there
/// is one, and throws [online.speka.ledger.posting.LedgerUnavailableException] if the database is
/// away.
public interface Organizations {

  /// A new one, with an account and a default project.
  ///
  /// @param owner its first member; null if it is to have none
  Organization create(Name name, @Nullable Email owner);

  Optional<Organization> find(TenantId id);

  Page<Organization> list(Paging paging);

  Answer<Organization> rename(TenantId id, Name name);
}
