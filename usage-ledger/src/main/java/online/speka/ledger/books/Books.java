package online.speka.ledger.books;

import java.util.Optional;
import online.speka.contract.principal.TenantId;

/// The books, for those who move money by hand or by plan.
public interface Books {

  /// Makes an entry, in the caller's database transaction if there is one. The same entry twice is
  /// one entry, and gets the same answer.
  ///
  /// @throws online.speka.ledger.posting.LedgerUnavailableException if it may work later
  Entered enter(Entry entry);

  /// @return empty if there is no such tenant
  /// @throws online.speka.ledger.posting.LedgerUnavailableException if the database is away
  Optional<Balance> balance(TenantId tenant);
}
