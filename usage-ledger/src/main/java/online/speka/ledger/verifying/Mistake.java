package online.speka.ledger.verifying;

/// What can be wrong with the books.
public enum Mistake {
  /// A transaction whose postings do not sum to zero, or that has fewer than two.
  TRANSACTION_UNBALANCED,
  /// A job's charge without its bill, or one that moves something else than the bill says.
  CHARGE_WITHOUT_BILL,
  /// A bill that costs something and was never charged.
  BILL_WITHOUT_CHARGE,
  /// A bill that is not what its price and its usage make.
  BILL_MISCALCULATED,
  /// A balance that is not the sum of its account's postings.
  BALANCE_WRONG,
  /// A closed month whose lines are not those it was closed with.
  CLOSED_MONTH_CHANGED
}
