package online.speka.ledger.reporting;

import java.io.IOException;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import online.speka.ledger.reporting.UsageQuery.Dimension;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Usage in PostgreSQL: one statement, so all of it is seen at the same moment.
final class JdbcUsageReports implements UsageReports {

  /// Whole days are read from the sums by the day, what is before and after them from those by the
  /// hour. Bills that are not rolled up yet are found by the order of their commits; old ones are
  /// not read.
  private static final String USAGE =
      """
      with used as (
        select day::timestamp at time zone 'UTC' as hour, tenant_id, key_id, model_id, jobs,
               prompt_tokens, cached_prompt_tokens, completion_tokens, reasoning_tokens, images,
               amount
          from usage_day
         where day >= (:firstDay::timestamptz at time zone 'UTC')::date
           and day < (:endDay::timestamptz at time zone 'UTC')::date
           and (:tenant::text is null or tenant_id = :tenant)
        union all
        select hour, tenant_id, key_id, model_id, jobs, prompt_tokens, cached_prompt_tokens,
               completion_tokens, reasoning_tokens, images, amount
          from usage_hour
         where hour >= :from::timestamptz and hour < :firstDay::timestamptz
           and (:tenant::text is null or tenant_id = :tenant)
        union all
        select hour, tenant_id, key_id, model_id, jobs, prompt_tokens, cached_prompt_tokens,
               completion_tokens, reasoning_tokens, images, amount
          from usage_hour
         where hour >= :endDay::timestamptz and hour < :to::timestamptz
           and (:tenant::text is null or tenant_id = :tenant)
        union all
        select greatest(date_trunc('hour', ended_at, 'UTC'), first_open_hour()), tenant_id, key_id,
               model_id, 1, prompt_tokens, cached_prompt_tokens, completion_tokens,
               reasoning_tokens, images, amount
          from bills_not_rolled_up()
         where greatest(date_trunc('hour', ended_at, 'UTC'), first_open_hour())
               >= :from::timestamptz
           and greatest(date_trunc('hour', ended_at, 'UTC'), first_open_hour()) < :to::timestamptz
           and (:tenant::text is null or tenant_id = :tenant))
      select %s sum(u.jobs) as jobs, sum(u.prompt_tokens) as prompt,
             sum(u.cached_prompt_tokens) as cached, sum(u.completion_tokens) as completion,
             sum(u.reasoning_tokens) as reasoning, sum(u.images) as images, sum(u.amount) as amount
        from used u left join api_key k using (key_id)
       where (:project::text is null or k.project_id = :project)
         and (:key::text is null or u.key_id = :key)
         and (:model::text is null or u.model_id = :model)
      having count(*) > 0
       limit :max
      """;

  private final JdbcClient jdbc;

  JdbcUsageReports(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public UsageTable usage(UsageQuery query) {
    UsageQuery.Filter filter = query.filter();
    Days days = Days.of(query);
    List<UsageTable.Row> rows =
        jdbc.sql(sql(query))
            .param("from", query.from().toString())
            .param("firstDay", days.first().toString())
            .param("endDay", days.end().toString())
            .param("to", query.to().toString())
            .param("tenant", text(filter.organization()))
            .param("project", text(filter.project()))
            .param("key", text(filter.key()))
            .param("model", text(filter.model()))
            .param("max", query.rowsMax() + 1)
            .query((row, _) -> row(row, query))
            .list();
    boolean truncated = rows.size() > query.rowsMax();
    return new UsageTable(query, truncated ? rows.subList(0, query.rowsMax()) : rows, truncated);
  }

  @Override
  public void writeCsv(UsageQuery query, Appendable out) throws IOException {
    UsageCsv.write(usage(query), out);
  }

  /// The whole days of a span, where days are enough to answer.
  ///
  /// @param first inclusive; the span's end if there is none
  /// @param end exclusive; the span's end if there is none
  record Days(Instant first, Instant end) {
    static Days of(UsageQuery query) {
      Instant midnight = query.from().truncatedTo(ChronoUnit.DAYS);
      Instant first = midnight.equals(query.from()) ? midnight : midnight.plus(1, ChronoUnit.DAYS);
      Instant end = query.to().truncatedTo(ChronoUnit.DAYS);
      return query.step() == UsageQuery.Step.HOUR || !first.isBefore(end)
          ? new Days(query.to(), query.to())
          : new Days(first, end);
    }
  }

  /// Made of constants only.
  private static String sql(UsageQuery query) {
    List<String> columns = new ArrayList<>();
    switch (query.step()) {
      case TOTAL -> {}
      case HOUR -> columns.add("u.hour as at");
      case DAY -> columns.add("date_trunc('day', u.hour, 'UTC') as at");
      case MONTH -> columns.add("date_trunc('month', u.hour, 'UTC') as at");
    }
    for (Dimension dimension : Dimension.values()) {
      if (query.by().contains(dimension)) {
        columns.add(column(dimension));
      }
    }
    if (columns.isEmpty()) {
      return USAGE.formatted("");
    }
    String places =
        IntStream.rangeClosed(1, columns.size())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    return USAGE
        .formatted(String.join(", ", columns) + ",")
        .replace("having count(*) > 0", "group by " + places + " order by " + places);
  }

  private static String column(Dimension dimension) {
    return switch (dimension) {
      case ORGANIZATION -> "u.tenant_id";
      case PROJECT -> "k.project_id";
      case KEY -> "u.key_id";
      case MODEL -> "u.model_id";
    };
  }

  private static UsageTable.Row row(ResultSet row, UsageQuery query) throws SQLException {
    return new UsageTable.Row(
        query.step() == UsageQuery.Step.TOTAL
            ? null
            : row.getObject("at", OffsetDateTime.class).toInstant(),
        dimension(row, query, Dimension.ORGANIZATION, "tenant_id"),
        dimension(row, query, Dimension.PROJECT, "project_id"),
        dimension(row, query, Dimension.KEY, "key_id"),
        dimension(row, query, Dimension.MODEL, "model_id"),
        new UsageTable.Sum(
            row.getLong("jobs"),
            whole(row, "prompt"),
            whole(row, "cached"),
            whole(row, "completion"),
            whole(row, "reasoning"),
            whole(row, "images"),
            whole(row, "amount")));
  }

  private static @Nullable String dimension(
      ResultSet row, UsageQuery query, Dimension dimension, String column) throws SQLException {
    return query.by().contains(dimension) ? row.getString(column) : null;
  }

  private static BigInteger whole(ResultSet row, String column) throws SQLException {
    return row.getBigDecimal(column).toBigIntegerExact();
  }

  private static @Nullable String text(@Nullable Record id) {
    return id == null ? null : id.toString();
  }
}
