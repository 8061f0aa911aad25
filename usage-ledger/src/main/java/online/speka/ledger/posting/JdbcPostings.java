package online.speka.ledger.posting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Accounts, transactions and their postings. The database itself refuses a transaction that does
/// not sum to zero, and every change of one that is committed.
final class JdbcPostings {

  private static final String ACCOUNTS =
      """
      select tenant_id, account_id from account
       where kind = 'REVENUE' or tenant_id = any(:ids::text[])
      """;

  private static final String TRANSACTIONS =
      """
      insert into ledger_transaction (transaction_id, kind, job_id, posted_at)
      select job_id, 'JOB_CHARGE', job_id, :postedAt::timestamptz
        from unnest(:jobId::uuid[]) as charged (job_id)
      """;

  private static final String POSTINGS =
      """
      insert into posting (transaction_id, line, account_id, amount)
      select * from unnest(:jobId::uuid[], :line::smallint[], :account::bigint[], :amount::bigint[])
      """;

  private final JdbcClient jdbc;

  JdbcPostings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Ids of the revenue account and of the accounts of those tenants that have one.
  Map<Account, Long> accountsOf(Set<TenantId> tenants) {
    Map<Account, Long> accounts = new HashMap<>();
    jdbc.sql(ACCOUNTS)
        .param("ids", new JdbcColumns<>(tenants).text(TenantId::value))
        .query(
            row -> {
              accounts.put(account(row.getString(1)), row.getLong(2));
            });
    return accounts;
  }

  private static Account account(@Nullable String tenant) {
    return tenant == null ? new Account.Revenue() : new Account.Tenant(new TenantId(tenant));
  }

  /// @param accounts ids of every account the transactions name
  void insert(
      Collection<LedgerTransaction> transactions, Map<Account, Long> accounts, Instant postedAt) {
    if (transactions.isEmpty()) {
      return;
    }
    jdbc.sql(TRANSACTIONS)
        .param("jobId", new JdbcColumns<>(transactions).text(LedgerTransaction::job))
        .param("postedAt", JdbcColumns.instant(postedAt))
        .update();
    JdbcColumns<Line> lines = new JdbcColumns<>(lines(transactions));
    jdbc.sql(POSTINGS)
        .param("jobId", lines.text(Line::job))
        .param("line", lines.ints(Line::number))
        .param("account", lines.longs(line -> accounts.getOrDefault(line.posting().account(), 0L)))
        .param("amount", lines.longs(line -> line.posting().amount().value()))
        .update();
  }

  private static List<Line> lines(Collection<LedgerTransaction> transactions) {
    List<Line> lines = new ArrayList<>(transactions.size() * 2);
    for (LedgerTransaction transaction : transactions) {
      int number = 1;
      for (Posting posting : transaction.postings()) {
        lines.add(new Line(transaction.job(), number++, posting));
      }
    }
    return lines;
  }

  private record Line(JobId job, int number, Posting posting) {}
}
