package online.speka.ledger.rollup;

import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import online.speka.contract.principal.TenantId;

/// The end of a month's accounts. Months are UTC's. The figures of a closed month never change:
/// what is posted for it later, a late outcome or a correction, belongs to the first open month.
///
/// Every one of these throws [online.speka.ledger.posting.LedgerUnavailableException] while the
/// database is away.
public interface MonthClose {

  /// Closes a month. The same month again gets the same answer.
  ///
  /// @param by who closes it
  /// @throws IllegalArgumentException if `by` is not 1 to 200 characters
  MonthClosing close(YearMonth month, String by);

  Optional<ClosedMonth> find(YearMonth month);

  /// All closed months, the latest first.
  List<ClosedMonth> closed();

  /// The figures of one organisation in a closed month: its usage by project, key and model, then
  /// what was entered; empty if the month is not closed or there were none.
  List<StatementLine> statement(YearMonth month, TenantId tenant);
}
