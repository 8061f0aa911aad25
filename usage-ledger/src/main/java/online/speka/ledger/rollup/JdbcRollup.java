package online.speka.ledger.rollup;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// The sums in PostgreSQL. Whoever holds the row that says how far they go is the only one who
/// changes them, so any number of ledgers may roll.
final class JdbcRollup {

  private static final String LOCK =
      """
      select rolled_to::text::bigint from rollup for update
      """;

  /// Everything up to here was written by database transactions that have ended.
  private static final String SETTLED =
      """
      select pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1
      """;

  private static final String END =
      """
      select least(
        (select posted_in from job_bill where posted_in > :after::xid8
          order by posted_in offset :max limit 1),
        (select opened_in from ledger_transaction
          where opened_in > :after::xid8 and kind <> 'JOB_CHARGE'
          order by opened_in offset :max limit 1))::text::bigint
      """;

  /// By the hour, and by the day that the hour lies in.
  private static final String BILLS =
      """
      with used as (
        select greatest(date_trunc('hour', ended_at, 'UTC'), first_open_hour()) as hour, tenant_id,
               key_id, model_id, count(*) as jobs, sum(prompt_tokens) as prompt,
               sum(cached_prompt_tokens) as cached, sum(completion_tokens) as completion,
               sum(reasoning_tokens) as reasoning, sum(images) as images, sum(amount) as amount
          from job_bill
         where posted_in > :after::xid8 and posted_in <= :to::xid8
         group by 1, 2, 3, 4),
      by_hour as (
        insert into usage_hour as kept
        select * from used order by 1, 2, 3, 4
            on conflict (hour, tenant_id, key_id, model_id) do update set %1$s)
      insert into usage_day as kept
      select (hour at time zone 'UTC')::date, tenant_id, key_id, model_id, sum(jobs), sum(prompt),
             sum(cached), sum(completion), sum(reasoning), sum(images), sum(amount)
        from used
       group by 1, 2, 3, 4
       order by 1, 2, 3, 4
          on conflict (day, tenant_id, key_id, model_id) do update set %1$s
      """
          .formatted(
              """
              jobs = kept.jobs + excluded.jobs,
              prompt_tokens = kept.prompt_tokens + excluded.prompt_tokens,
              cached_prompt_tokens = kept.cached_prompt_tokens + excluded.cached_prompt_tokens,
              completion_tokens = kept.completion_tokens + excluded.completion_tokens,
              reasoning_tokens = kept.reasoning_tokens + excluded.reasoning_tokens,
              images = kept.images + excluded.images,
              amount = kept.amount + excluded.amount""");

  private static final String ENTRIES =
      """
      insert into entry_month as kept
      select (greatest(date_trunc('month', t.posted_at, 'UTC'), first_open_hour())
               at time zone 'UTC')::date,
             a.tenant_id, t.kind, count(*), sum(p.amount)
        from ledger_transaction t
        join posting p using (transaction_id)
        join account a using (account_id)
       where t.opened_in > :after::xid8 and t.opened_in <= :to::xid8
         and t.kind <> 'JOB_CHARGE' and a.tenant_id is not null
       group by 1, 2, 3
          on conflict (month, tenant_id, kind) do update
         set entries = kept.entries + excluded.entries, amount = kept.amount + excluded.amount
      """;

  private static final String MOVE =
      """
      update rollup set rolled_to = :to::xid8
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;

  JdbcRollup(JdbcClient jdbc, TransactionTemplate transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /// Sums up the next bills and entries, in the caller's transaction if there is one.
  ///
  /// @param rowsMax most bills, save that those of one database transaction are never torn apart
  /// @return whether there were more
  boolean roll(int rowsMax) {
    return transactions.execute(
        _ -> {
          long after = jdbc.sql(LOCK).query(Long.class).single();
          long settled = jdbc.sql(SETTLED).query(Long.class).single();
          if (settled < after) {
            throw new IllegalStateException(
                "the books are of another cluster, whose transactions were numbered up to "
                    + after);
          }
          long end =
              jdbc.sql(END)
                  .param("after", Long.toString(after))
                  .param("max", rowsMax - 1)
                  .query((row, _) -> row.getBigDecimal(1) == null ? settled : row.getLong(1))
                  .single();
          move(after, Math.min(end, settled));
          return end < settled;
        });
  }

  private void move(long after, long to) {
    for (String sql : new String[] {BILLS, ENTRIES}) {
      jdbc.sql(sql).param("after", Long.toString(after)).param("to", Long.toString(to)).update();
    }
    jdbc.sql(MOVE).param("to", Long.toString(to)).update();
  }
}
