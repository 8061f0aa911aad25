package online.speka.ledger.rollup;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.posting.JdbcColumns;
import online.speka.ledger.posting.JdbcTransactions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Closed months in PostgreSQL.
final class JdbcMonthClose implements MonthClose {

  private static final int BY_LENGTH_MAX = 200;

  private static final String LOCK =
      """
      select from rollup for update
      """;

  private static final String LATER =
      """
      select exists (select from closed_month where month > :month::date)
      """;

  private static final String EARLIER =
      """
      select exists (
               select from usage_hour
                where hour >= first_open_hour()
                  and hour < (:month::date)::timestamp at time zone 'UTC')
          or exists (
               select from entry_month
                where month < :month::date
                  and month::timestamp at time zone 'UTC' >= first_open_hour())
      """;

  private static final String LINES =
      """
      insert into closed_month_line
      select :month::date, row_number() over (order by f.tenant_id, f.sort, f.kind, f.project_id,
               f.key_id, f.model_id), f.tenant_id, f.kind, f.project_id, f.key_id, f.model_id,
             f.jobs, f.prompt, f.cached, f.completion, f.reasoning, f.images, f.amount
        from (
          select u.tenant_id, 0 as sort, 'USAGE' as kind, k.project_id, u.key_id, u.model_id,
                 sum(u.jobs) as jobs, sum(u.prompt_tokens) as prompt,
                 sum(u.cached_prompt_tokens) as cached, sum(u.completion_tokens) as completion,
                 sum(u.reasoning_tokens) as reasoning, sum(u.images) as images,
                 -sum(u.amount) as amount
            from usage_day u left join api_key k using (key_id)
           where u.day >= :month::date and u.day < :month::date + interval '1 month'
           group by u.tenant_id, k.project_id, u.key_id, u.model_id
          union all
          select tenant_id, 1, kind, null, null, null, entries, 0, 0, 0, 0, 0, amount
            from entry_month where month = :month::date) f
      """;

  /// The checksum is made of the lines; they come first.
  private static final String CLOSE =
      """
      insert into closed_month
      select :month::date, :at::timestamptz, :by,
             (select count(*) from closed_month_line where month = :month::date),
             closed_month_checksum(:month::date)
      """;

  private static final String SELECT =
      """
      select * from closed_month
       where :month::date is null or month = :month::date
       order by month desc
      """;

  private static final String STATEMENT =
      """
      select * from closed_month_line where month = :month::date and tenant_id = :tenant
       order by line
      """;

  private final JdbcClient jdbc;
  private final JdbcTransactions transactions;
  private final JdbcRollup rollup;
  private final RollupProperties properties;
  private final InstantSource clock;

  JdbcMonthClose(
      JdbcClient jdbc,
      TransactionTemplate transactions,
      RollupProperties properties,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.transactions = new JdbcTransactions(transactions);
    this.rollup = new JdbcRollup(jdbc, transactions);
    this.properties = properties;
    this.clock = clock;
  }

  @Override
  public MonthClosing close(YearMonth month, String by) {
    if (by.isBlank() || by.length() > BY_LENGTH_MAX) {
      throw new IllegalArgumentException("by must be 1 to " + BY_LENGTH_MAX + " characters");
    }
    Instant now = clock.instant();
    Instant end = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    if (now.isBefore(end.plus(properties.closeDelayMin()))) {
      return new MonthClosing.Refused(MonthClosing.Why.NOT_OVER);
    }
    // What is posted already belongs to the month; a transaction each, so that none is long.
    while (transactions.run(() -> rollup.roll(properties.sliceMax()))) {
      if (clock.instant().isAfter(now.plus(properties.closeMax()))) {
        throw new IllegalStateException("bills come in faster than they are summed up");
      }
    }
    return transactions.run(() -> freeze(month, by, now));
  }

  private MonthClosing freeze(YearMonth month, String by, Instant now) {
    // Nobody rolls until this is committed.
    jdbc.sql(LOCK).query(_ -> {});
    Optional<ClosedMonth> before = select(month).stream().findFirst();
    if (before.isPresent()) {
      return new MonthClosing.Done(before.get());
    }
    if (ask(LATER, month)) {
      return new MonthClosing.Refused(MonthClosing.Why.LATER_MONTH_CLOSED);
    }
    if (ask(EARLIER, month)) {
      return new MonthClosing.Refused(MonthClosing.Why.EARLIER_MONTH_OPEN);
    }
    jdbc.sql(LINES).param("month", date(month)).update();
    jdbc.sql(CLOSE)
        .param("month", date(month))
        .param("at", JdbcColumns.instant(now))
        .param("by", by)
        .update();
    return new MonthClosing.Done(select(month).getFirst());
  }

  @Override
  public Optional<ClosedMonth> find(YearMonth month) {
    return transactions.run(() -> select(month)).stream().findFirst();
  }

  @Override
  public List<ClosedMonth> closed() {
    return transactions.run(() -> select(null));
  }

  @Override
  public List<StatementLine> statement(YearMonth month, TenantId tenant) {
    return transactions.run(
        () ->
            jdbc.sql(STATEMENT)
                .param("month", date(month))
                .param("tenant", tenant.value())
                .query((row, _) -> line(row))
                .list());
  }

  private boolean ask(String sql, YearMonth month) {
    return jdbc.sql(sql).param("month", date(month)).query(Boolean.class).single();
  }

  private List<ClosedMonth> select(@Nullable YearMonth month) {
    return jdbc.sql(SELECT)
        .param("month", month == null ? null : date(month))
        .query(
            (row, _) ->
                new ClosedMonth(
                    YearMonth.from(row.getObject("month", LocalDate.class)),
                    row.getObject("closed_at", OffsetDateTime.class).toInstant(),
                    row.getString("closed_by"),
                    row.getInt("lines"),
                    row.getString("checksum")))
        .list();
  }

  private static StatementLine line(ResultSet row) throws SQLException {
    return new StatementLine(
        row.getString("kind"),
        row.getString("project_id"),
        row.getString("key_id"),
        row.getString("model_id"),
        whole(row, "jobs"),
        whole(row, "prompt_tokens"),
        whole(row, "completion_tokens"),
        whole(row, "images"),
        whole(row, "amount"));
  }

  private static BigInteger whole(ResultSet row, String column) throws SQLException {
    return row.getBigDecimal(column).toBigIntegerExact();
  }

  private static String date(YearMonth month) {
    return month.atDay(1).toString();
  }
}
