package online.speka.ledger.verifying;

/// Makes anew what follows from something else.
public interface Rebuild {

  /// Sets every balance to the sum of its account's postings; nobody posts meanwhile.
  ///
  /// @return how many were wrong
  /// @throws online.speka.ledger.posting.LedgerUnavailableException if it may work later
  int balances();

  /// Charges bills that were never charged.
  ///
  /// @param max most bills
  /// @return how many there were
  /// @throws online.speka.ledger.posting.LedgerUnavailableException if it may work later
  int charges(int max);
}
