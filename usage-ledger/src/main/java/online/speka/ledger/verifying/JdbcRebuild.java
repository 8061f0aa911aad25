package online.speka.ledger.verifying;

import java.time.InstantSource;
import online.speka.ledger.posting.JdbcColumns;
import online.speka.ledger.posting.JdbcTransactions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Balances and charges in PostgreSQL, made anew.
final class JdbcRebuild implements Rebuild {

  /// Waits for those who post, and keeps others from it.
  private static final String LOCK =
      """
      lock table posting in share mode
      """;

  /// Higher versions than before: whoever remembers a balance learns the right one.
  private static final String BALANCES =
      """
      insert into account_balance as kept (account_id, balance, version)
      select account_id, sum(amount), 1 from (
        select account_id, amount from posting
        union all
        select account_id, 0 from account_balance) folded
       group by account_id order by account_id
          on conflict (account_id) do update
         set balance = excluded.balance, version = kept.version + 1
       where kept.balance <> excluded.balance
      """;

  private static final String CHARGES =
      """
      with missing as (
        select b.job_id, b.amount, own.account_id as payer, revenue.account_id as revenue
          from job_bill b
          join account own on own.tenant_id = b.tenant_id
          join account revenue on revenue.kind = 'REVENUE'
         where b.amount > 0
           and not exists (select from ledger_transaction t where t.transaction_id = b.job_id)
         order by b.job_id
         limit :max),
      charged as (
        insert into ledger_transaction (transaction_id, kind, job_id, posted_at)
        select job_id, 'JOB_CHARGE', job_id, :now::timestamptz from missing
        on conflict do nothing
        returning transaction_id)
      insert into posting (transaction_id, line, account_id, amount)
      select m.job_id, side.line, side.account_id, side.amount
        from missing m
        join charged c on c.transaction_id = m.job_id
       cross join lateral (
         values (1::smallint, m.payer, -m.amount), (2::smallint, m.revenue, m.amount))
         side (line, account_id, amount)
      """;

  private static final int POSTINGS_PER_CHARGE = 2;

  private final JdbcClient jdbc;
  private final JdbcTransactions transactions;
  private final InstantSource clock;

  JdbcRebuild(JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock) {
    this.jdbc = jdbc;
    this.transactions = new JdbcTransactions(transactions);
    this.clock = clock;
  }

  @Override
  public int balances() {
    return transactions.run(
        () -> {
          jdbc.sql(LOCK).update();
          return jdbc.sql(BALANCES).update();
        });
  }

  @Override
  public int charges(int max) {
    return transactions.run(
        () ->
            jdbc.sql(CHARGES)
                    .param("max", max)
                    .param("now", JdbcColumns.instant(clock.instant()))
                    .update()
                / POSTINGS_PER_CHARGE);
  }
}
