package online.speka.ledger.reporting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import online.speka.contract.job.JobId;

/// Questions to the books.
///
/// Every one of them throws [org.springframework.dao.DataAccessException] while the database is
/// away.
public interface Reports {

  Optional<BillReport> bill(JobId job);

  /// @param from inclusive
  /// @param to exclusive
  UsageReport usage(Instant from, Instant to);

  BalanceReport balance();

  /// The bills of the jobs that ended last, the latest first.
  List<RecentBill> recentBills(int max);

  /// Sums over everything, in one snapshot.
  BooksCheck check(Instant at);
}
