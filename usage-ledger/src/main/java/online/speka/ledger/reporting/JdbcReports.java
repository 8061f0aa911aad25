package online.speka.ledger.reporting;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import online.speka.contract.job.JobId;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The books in PostgreSQL.
final class JdbcReports implements Reports {

  /// Whole hours are summed up already, save for the latest bills; what is before and after them is
  /// less than an hour each.
  private static final String USAGE =
      """
      with used as (
        select tenant_id, model_id, jobs, prompt_tokens, cached_prompt_tokens, completion_tokens,
               reasoning_tokens, amount
          from usage_hour
         where hour >= :firstHour::timestamptz and hour < :endHour::timestamptz
        union all
        select tenant_id, model_id, 1, prompt_tokens, cached_prompt_tokens, completion_tokens,
               reasoning_tokens, amount
          from bills_not_rolled_up()
         where ended_at >= :firstHour::timestamptz and ended_at < :endHour::timestamptz
        union all
        select tenant_id, model_id, 1, prompt_tokens, cached_prompt_tokens, completion_tokens,
               reasoning_tokens, amount
          from job_bill
         where ended_at >= :from::timestamptz and ended_at < :firstHour::timestamptz
            or ended_at >= :endHour::timestamptz and ended_at < :to::timestamptz)
      select tenant_id, model_id, sum(jobs) as jobs,
             sum(prompt_tokens) as prompt, sum(cached_prompt_tokens) as cached_prompt,
             sum(completion_tokens) as completion, sum(reasoning_tokens) as reasoning,
             sum(amount) as amount
        from used
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

  /// One statement, so all of it is seen at the same moment. Sums of sums: what they are made of is
  /// checked in slices elsewhere.
  private static final String CHECK =
      """
      select (select coalesce(sum(balance), 0) from account_balance) as postings,
             (select coalesce(sum(b.balance), 0)
                from account a join account_balance b using (account_id)
               where a.kind = 'REVENUE')
             + (select coalesce(sum(amount), 0) from entry_month where kind = 'REFUND')
             + (select coalesce(sum(p.amount), 0)
                  from entries_not_rolled_up() t
                  join posting p using (transaction_id)
                  join account a using (account_id)
                 where t.kind = 'REFUND' and a.kind = 'TENANT')
             as earned,
             (select coalesce(sum(amount), 0) from usage_day)
             + (select coalesce(sum(amount), 0) from bills_not_rolled_up()) as billed,
             (select count(*) from held_outcome) as held
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
    Instant endHour = to.truncatedTo(ChronoUnit.HOURS);
    Instant hour = from.truncatedTo(ChronoUnit.HOURS);
    Instant firstHour = hour.equals(from) ? hour : hour.plus(1, ChronoUnit.HOURS);
    boolean whole = !firstHour.isAfter(endHour);
    return UsageReport.of(
        from,
        to,
        jdbc.sql(USAGE)
            .param("from", from.toString())
            .param("firstHour", (whole ? firstHour : to).toString())
            .param("endHour", (whole ? endHour : to).toString())
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
