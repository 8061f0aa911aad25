package online.speka.ledger.verifying;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The tables, slice by slice, in the order of their commits.
final class JdbcSlices {

  private static final String OLDEST_RUNNING =
      """
      select pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      """;

  /// Where a slice ends that begins after a database transaction; null if all that is left fits.
  private static final String END =
      """
      select least(
        (select opened_in from ledger_transaction where opened_in > :after::xid8
          order by opened_in offset :max limit 1),
        (select posted_in from job_bill where posted_in > :after::xid8
          order by posted_in offset :max limit 1))::text::bigint
      """;

  private static final String MOVED =
      """
      select p.account_id, sum(p.amount)
        from ledger_transaction t join posting p using (transaction_id)
       where t.opened_in > :after::xid8 and t.opened_in <= :to::xid8
       group by p.account_id
      """;

  /// What each account had before the postings that came later: all of it in one snapshot.
  private static final String BALANCES =
      """
      select a.account_id, coalesce(b.balance, 0) - coalesce(later.amount, 0)
        from account a
        left join account_balance b using (account_id)
        left join (
          select p.account_id, sum(p.amount) as amount
            from ledger_transaction t join posting p using (transaction_id)
           where t.opened_in > :to::xid8
           group by p.account_id) later using (account_id)
      """;

  private static final String MONTHS =
      """
      select count(*) from closed_month where checksum <> closed_month_checksum(month)
      """;

  private final JdbcClient jdbc;

  JdbcSlices(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @param rowsMax most transactions and most bills, save that those of one database transaction
  ///     are never torn apart
  Slice after(long position, int rowsMax) {
    long settled = jdbc.sql(OLDEST_RUNNING).query(Long.class).single() - 1;
    if (settled < position) {
      throw new IllegalStateException(
          "the books are of another cluster, whose transactions were numbered up to " + position);
    }
    long end =
        jdbc.sql(END)
            .param("after", Long.toString(position))
            .param("max", rowsMax - 1)
            .query((row, _) -> row.getBigDecimal(1) == null ? settled : row.getLong(1))
            .single();
    return new Slice(position, Math.min(end, settled), end >= settled);
  }

  /// What the slice moved on each account.
  Map<Long, BigInteger> moved(Slice slice) {
    return amounts(
        jdbc.sql(MOVED)
            .param("after", Long.toString(slice.after()))
            .param("to", Long.toString(slice.to())));
  }

  Map<Long, BigInteger> balancesAt(long position) {
    return amounts(jdbc.sql(BALANCES).param("to", Long.toString(position)));
  }

  Findings months() {
    long changed = jdbc.sql(MONTHS).query(Long.class).single();
    return Findings.of(Mistake.CLOSED_MONTH_CHANGED, changed, BigInteger.ZERO);
  }

  private static Map<Long, BigInteger> amounts(JdbcClient.StatementSpec statement) {
    Map<Long, BigInteger> amounts = new HashMap<>();
    statement.query(
        row -> {
          amounts.put(row.getLong(1), row.getBigDecimal(2).toBigIntegerExact());
        });
    return amounts;
  }
}
