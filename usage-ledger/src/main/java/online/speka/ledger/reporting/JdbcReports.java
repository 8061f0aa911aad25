package online.speka.ledger.reporting;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import online.speka.contract.job.JobId;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The books in PostgreSQL.
final class JdbcReports implements Reports {

  private static final String USAGE =
      """
      select tenant_id, model_id, count(*) as jobs,
             sum(prompt_tokens) as prompt, sum(cached_prompt_tokens) as cached_prompt,
             sum(completion_tokens) as completion, sum(reasoning_tokens) as reasoning,
             sum(amount) as amount
        from job_bill
       where ended_at >= :from::timestamptz and ended_at < :to::timestamptz
       group by tenant_id, model_id
       order by amount desc, jobs desc, tenant_id, model_id
       limit 1000
      """;

  private static final String BALANCE =
      """
      select coalesce('tenant:' || a.tenant_id, lower(a.kind)) as account,
             coalesce(b.balance, 0) as balance
        from account a left join account_balance b using (account_id)
       order by a.kind = 'TENANT' desc, a.tenant_id, a.account_id
      """;

  /// One statement, so all of it is seen at the same moment.
  private static final String CHECK =
      """
      select coalesce(sum(p.amount), 0) as postings,
             coalesce(sum(p.amount) filter (
               where a.kind = 'REVENUE' and t.kind = 'JOB_CHARGE'), 0) as earned,
             (select coalesce(sum(amount), 0) from job_bill) as billed,
             (select count(*) from held_outcome) as held
        from posting p
        join account a using (account_id)
        join ledger_transaction t using (transaction_id)
      """;

  private final JdbcClient jdbc;
  private final JdbcBillReports bills;

  JdbcReports(JdbcClient jdbc) {
    this.jdbc = jdbc;
    this.bills = new JdbcBillReports(jdbc);
  }

  @Override
  public Optional<BillReport> bill(JobId job) {
    return bills.bill(job);
  }

  @Override
  public List<RecentBill> recentBills(int max) {
    return bills.recent(max);
  }

  @Override
  public UsageReport usage(Instant from, Instant to) {
    return UsageReport.of(
        from,
        to,
        jdbc.sql(USAGE)
            .param("from", from.toString())
            .param("to", to.toString())
            .query(
                (row, _) ->
                    new UsageReport.Row(
                        row.getString("tenant_id"),
                        row.getString("model_id"),
                        new UsageReport.Sum(
                            row.getLong("jobs"),
                            whole(row, "prompt"),
                            whole(row, "cached_prompt"),
                            whole(row, "completion"),
                            whole(row, "reasoning"),
                            whole(row, "amount"))))
            .list());
  }

  @Override
  public BalanceReport balance() {
    return BalanceReport.of(
        jdbc.sql(BALANCE)
            .query(
                (row, _) ->
                    new BalanceReport.AccountBalance(
                        row.getString("account"), whole(row, "balance")))
            .list());
  }

  @Override
  public BooksCheck check(Instant at) {
    return jdbc.sql(CHECK)
        .query(
            (row, _) ->
                new BooksCheck(
                    at,
                    whole(row, "postings"),
                    whole(row, "billed"),
                    whole(row, "earned"),
                    row.getLong("held")))
        .single();
  }

  private static BigInteger whole(ResultSet row, String column) throws SQLException {
    return row.getBigDecimal(column).toBigIntegerExact();
  }
}
