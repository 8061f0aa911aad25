package online.speka.ledger.plans;

/// When an organisation pays.
public enum Billing {
  /// Its balance may be below zero.
  POSTPAID,
  /// It can spend what its balance holds, and nothing more.
  PREPAID
}
