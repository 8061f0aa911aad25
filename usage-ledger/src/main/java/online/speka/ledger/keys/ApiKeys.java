package online.speka.ledger.keys;

import java.util.Optional;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.organizations.Answer;
import online.speka.ledger.organizations.Name;
import online.speka.ledger.organizations.Page;
import online.speka.ledger.organizations.Paging;
import org.jspecify.annotations.Nullable;

/// All keys. What changes here is on its way to every edge when the transaction has committed.
///
/// It works in the caller's database transaction, if there is one, and throws
/// [online.speka.ledger.posting.LedgerUnavailableException] if the database is away.
public interface ApiKeys {

  /// Of one project: keys that are neither revoked nor expired.
  int KEYS_MAX = 1_000;

  Answer<MintedKey> mint(NewKey wanted);

  Optional<KeyInfo> find(KeyId id);

  /// Keys that open nothing any more are in it too.
  ///
  /// @param project null means all projects
  Page<KeyInfo> list(TenantId organization, @Nullable ProjectId project, Paging paging);

  Answer<KeyInfo> rename(KeyId id, Name name);

  /// Whom it lets in from now on; a key that has expired may be given more time.
  Answer<KeyInfo> changeAccess(KeyId id, Access access);

  /// For ever. A key that is revoked already stays so.
  Answer<KeyInfo> revoke(KeyId id);

  Answer<MintedKey> rotate(Rotation wanted);
}
