package online.speka.ledger.posting;

/// Why an outcome waits for its bill.
public enum HeldReason {
  /// The model is in nobody's catalog that this ledger has read. Its price comes with a restart.
  NO_PRICE,
  /// This ledger knows no such tenant: it was restored from an older backup, or is the wrong one.
  NO_ACCOUNT
}
