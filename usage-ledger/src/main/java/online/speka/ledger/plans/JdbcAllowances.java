package online.speka.ledger.plans;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.ledger.books.Books;
import online.speka.ledger.books.Entered;
import online.speka.ledger.books.Entry;
import online.speka.ledger.books.Movement;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The months of allowances, and the entries that they make in the books: both in the caller's
/// transaction, under the lock of the tenant's funding.
final class JdbcAllowances {

  private static final String DUE =
      """
      select f.tenant_id
        from funding f
        join plan p using (plan_id)
        left join funding_month m on m.tenant_id = f.tenant_id and m.month = :month
       where coalesce(m.granted, 0) < p.allowance
       union
      select tenant_id from funding_month
       where month < :month and granted > 0 and expired <> greatest(granted - spent, 0)
       limit :max
      """;

  private static final String MONTHS =
      """
      select month, spent, granted, expired from funding_month where tenant_id = :tenant
      """;

  private static final String BEGIN =
      """
      insert into funding_month (tenant_id, month) values (:tenant, :month) on conflict do nothing
      """;

  private static final String STEP =
      """
      update funding_month
         set granted = granted + :granted, expired = expired + :expired, revision = revision + 1
       where tenant_id = :tenant and month = :month
      returning revision
      """;

  private static final String BY = "plan";

  private final JdbcClient jdbc;
  private final Books books;

  JdbcAllowances(JdbcClient jdbc, Books books) {
    this.jdbc = jdbc;
    this.books = books;
  }

  /// Tenants for which something is to be done.
  List<TenantId> due(YearMonth current, int max) {
    return jdbc.sql(DUE)
        .param("month", current.atDay(1))
        .param("max", max)
        .query((row, _) -> new TenantId(row.getString(1)))
        .list();
  }

  List<AllowanceMonth> months(TenantId tenant) {
    return jdbc.sql(MONTHS)
        .param("tenant", tenant.value())
        .query(
            (row, _) ->
                new AllowanceMonth(
                    YearMonth.from(row.getObject("month", LocalDate.class)),
                    row.getBigDecimal("spent").toBigIntegerExact(),
                    row.getLong("granted"),
                    row.getLong("expired")))
        .list();
  }

  void take(TenantId tenant, AllowanceStep step) {
    long granted = step instanceof AllowanceStep.Grant ? step.amount() : 0;
    long expired =
        switch (step) {
          case AllowanceStep.Grant _ -> 0;
          case AllowanceStep.Expiry(_, long amount) -> amount;
          case AllowanceStep.Return(_, long amount) -> -amount;
        };
    with(BEGIN, tenant, step.month()).update();
    int revision =
        with(STEP, tenant, step.month())
            .param("granted", granted)
            .param("expired", expired)
            .query(Integer.class)
            .single();
    Entry entry =
        new Entry(entryId(tenant, step.month(), revision), move(tenant, step), step.reason(), BY);
    if (books.enter(entry) instanceof Entered.Refused(Entered.Why why)) {
      throw new IllegalStateException("the books refuse the " + entry.reason() + ": " + why);
    }
  }

  private JdbcClient.StatementSpec with(String sql, TenantId tenant, YearMonth month) {
    return jdbc.sql(sql).param("tenant", tenant.value()).param("month", month.atDay(1));
  }

  private static Movement move(TenantId tenant, AllowanceStep step) {
    MicroCredits amount = new MicroCredits(step.amount());
    return switch (step) {
      case AllowanceStep.Grant _, AllowanceStep.Return _ -> new Movement.Grant(tenant, amount);
      case AllowanceStep.Expiry _ -> new Movement.GrantExpiry(tenant, amount);
    };
  }

  /// Follows from what it is for: made a second time, it is the same entry.
  static UUID entryId(TenantId tenant, YearMonth month, int revision) {
    return UUID.nameUUIDFromBytes(
        ("speka.allowance " + month + " " + revision + " " + tenant).getBytes(UTF_8));
  }
}
