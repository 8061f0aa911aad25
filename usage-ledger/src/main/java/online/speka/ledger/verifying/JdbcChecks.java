package online.speka.ledger.verifying;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import online.speka.contract.job.Lane;
import online.speka.contract.usage.ImageSize;
import online.speka.contract.usage.Images;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Usage;
import online.speka.ledger.posting.Bill;
import online.speka.ledger.posting.JdbcPriceVersions;
import online.speka.ledger.posting.Payment;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What must hold for each bill and each transaction of a slice.
final class JdbcChecks {

  private static final String UNBALANCED =
      """
      with checked as (
        select t.transaction_id, count(p.amount) as postings, coalesce(sum(p.amount), 0) as total
          from ledger_transaction t left join posting p using (transaction_id)
         where t.opened_in > :after::xid8 and t.opened_in <= :to::xid8
         group by t.transaction_id)
      select count(*), count(*) filter (where postings < 2 or total <> 0), sum(abs(total))
        from checked
      """;

  private static final String CHARGES =
      """
      select count(*), coalesce(sum(abs(coalesce(moved.earned, 0) - coalesce(b.amount, 0))), 0)
        from ledger_transaction t
        left join job_bill b on b.job_id = t.job_id
        left join lateral (
          select sum(p.amount) filter (where a.kind = 'REVENUE') as earned,
                 sum(p.amount) filter (where a.tenant_id = b.tenant_id) as paid
            from posting p join account a using (account_id)
           where p.transaction_id = t.transaction_id) moved on true
       where t.opened_in > :after::xid8 and t.opened_in <= :to::xid8
         and t.kind = 'JOB_CHARGE'
         and (b.job_id is null
              or moved.earned is distinct from b.amount or moved.paid is distinct from -b.amount)
      """;

  private static final String UNCHARGED =
      """
      select count(*), coalesce(sum(b.amount), 0)
        from job_bill b
       where b.posted_in > :after::xid8 and b.posted_in <= :to::xid8 and b.amount > 0
         and not exists (
               select from ledger_transaction t
                where t.transaction_id = b.job_id and t.kind = 'JOB_CHARGE')
      """;

  private static final String BILLS =
      """
      select b.*, p.*
        from job_bill b join price_version p using (price_version_id)
       where b.posted_in > :after::xid8 and b.posted_in <= :to::xid8
      """;

  private final JdbcClient jdbc;

  JdbcChecks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Findings of(Slice slice) {
    return transactions(slice)
        .plus(count(slice, CHARGES, Mistake.CHARGE_WITHOUT_BILL))
        .plus(count(slice, UNCHARGED, Mistake.BILL_WITHOUT_CHARGE))
        .plus(bills(slice));
  }

  private Findings transactions(Slice slice) {
    return statement(slice, UNBALANCED)
        .query(
            (row, _) ->
                Findings.checked(row.getLong(1), 0)
                    .plus(
                        Findings.of(Mistake.TRANSACTION_UNBALANCED, row.getLong(2), whole(row, 3))))
        .single();
  }

  private Findings count(Slice slice, String sql, Mistake mistake) {
    return statement(slice, sql)
        .query((row, _) -> Findings.of(mistake, row.getLong(1), whole(row, 2)))
        .single();
  }

  private Findings bills(Slice slice) {
    return statement(slice, BILLS).query((row, _) -> bill(row)).list().stream()
        .reduce(Findings.NONE, Findings::plus);
  }

  private static Findings bill(ResultSet row) throws SQLException {
    Findings checked = Findings.checked(0, 1);
    long amount = row.getLong("amount");
    BigInteger difference = BigInteger.valueOf(amount);
    try {
      difference = difference.subtract(BigInteger.valueOf(amount(row).value()));
    } catch (ArithmeticException | IllegalArgumentException e) {
      // Such a bill cannot have been made: all of it is wrong.
      return checked.plus(Findings.of(Mistake.BILL_MISCALCULATED, 1, difference));
    }
    return difference.signum() == 0
        ? checked
        : checked.plus(Findings.of(Mistake.BILL_MISCALCULATED, 1, difference));
  }

  /// What the bill should say.
  private static MicroCredits amount(ResultSet row) throws SQLException {
    Payment payment = Payment.valueOf(row.getString("payment"));
    Usage usage =
        new Usage(
            row.getLong("prompt_tokens"),
            row.getLong("cached_prompt_tokens"),
            row.getLong("completion_tokens"),
            row.getLong("reasoning_tokens"),
            images(row));
    long bound = row.getLong("amount_max");
    @Nullable MicroCredits amountMax = row.wasNull() ? null : new MicroCredits(bound);
    return Bill.amount(
        JdbcPriceVersions.version(row).prices(),
        payment.of(usage),
        Lane.valueOf(row.getString("lane")).rate(),
        amountMax);
  }

  private static @Nullable Images images(ResultSet row) throws SQLException {
    int count = row.getInt("images");
    return count == 0
        ? null
        : new Images(
            count, ImageSize.parse(row.getString("image_size")), row.getString("image_quality"));
  }

  private JdbcClient.StatementSpec statement(Slice slice, String sql) {
    return jdbc.sql(sql)
        .param("after", Long.toString(slice.after()))
        .param("to", Long.toString(slice.to()));
  }

  private static BigInteger whole(ResultSet row, int column) throws SQLException {
    return row.getBigDecimal(column) == null
        ? BigInteger.ZERO
        : row.getBigDecimal(column).toBigIntegerExact();
  }
}
