package online.speka.ledger.posting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import online.speka.contract.principal.TenantId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Accounts, transactions and their postings. The database itself refuses a transaction that does
/// not sum to zero, and every change of one that is committed, and keeps the balances.
public final class JdbcPostings {

  private static final String ACCOUNTS =
      """
      select kind, tenant_id, account_id from account
       where kind <> 'TENANT' or tenant_id = any(:ids::text[])
      """;

  private static final String CHARGES =
      """
      insert into ledger_transaction (transaction_id, kind, job_id, posted_at)
      select job_id, 'JOB_CHARGE', job_id, :postedAt::timestamptz
        from unnest(:id::uuid[]) as charged (job_id)
      """;

  private static final String POSTINGS =
      """
      insert into posting (transaction_id, line, account_id, amount)
      select * from unnest(:id::uuid[], :line::smallint[], :account::bigint[], :amount::bigint[])
      """;

  private final JdbcClient jdbc;

  public JdbcPostings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Ids of the platform's accounts and of the accounts of those tenants that have one.
  public Map<Account, Long> accountsOf(Set<TenantId> tenants) {
    Map<Account, Long> accounts = new HashMap<>();
    jdbc.sql(ACCOUNTS)
        .param("ids", new JdbcColumns<>(tenants).text(TenantId::value))
        .query(
            row -> {
              accounts.put(account(row.getString(1), row.getString(2)), row.getLong(3));
            });
    return accounts;
  }

  private static Account account(String kind, @Nullable String tenant) {
    return switch (kind) {
      case "TENANT" -> new Account.Tenant(new TenantId(Objects.requireNonNull(tenant)));
      case "REVENUE" -> new Account.Revenue();
      case "PAYMENTS" -> new Account.Payments();
      case "GRANTS" -> new Account.Grants();
      case "WRITE_OFFS" -> new Account.WriteOffs();
      case "ADJUSTMENTS" -> new Account.Adjustments();
      default -> throw new IllegalStateException("an account of unknown kind " + kind);
    };
  }

  /// Charges of jobs.
  ///
  /// @param accounts ids of every account the transactions name
  void insertCharges(
      Collection<LedgerTransaction> charges, Map<Account, Long> accounts, Instant postedAt) {
    if (charges.isEmpty()) {
      return;
    }
    jdbc.sql(CHARGES)
        .param("id", new JdbcColumns<>(charges).text(LedgerTransaction::id))
        .param("postedAt", JdbcColumns.instant(postedAt))
        .update();
    insertPostings(charges, accounts);
  }

  /// The postings of transactions that this database transaction has opened.
  ///
  /// @param accounts ids of every account the transactions name
  public void insertPostings(
      Collection<LedgerTransaction> transactions, Map<Account, Long> accounts) {
    JdbcColumns<Line> lines = new JdbcColumns<>(lines(transactions));
    jdbc.sql(POSTINGS)
        .param("id", lines.text(Line::transaction))
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
        lines.add(new Line(transaction.id(), number++, posting));
      }
    }
    return lines;
  }

  private record Line(UUID transaction, int number, Posting posting) {}
}
