package online.speka.ledger.funds;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.FundsInRedis.Left;
import online.speka.contract.wire.FundsInRedis.Used;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Funds as PostgreSQL has them: the view `fund_level`.
final class JdbcFundLevels implements FundLevels {

  private static final String DECIDED =
      """
      select job_id, prompt_tokens + completion_tokens from job_bill
       where job_id = any(:ids::uuid[])
       union all
      select job_id, 0 from held_outcome
       where job_id = any(:ids::uuid[]) and rejected is not null
      """;

  /// The funds of some keys, and those that all keys of their projects and tenants share.
  private static final String TOUCHED =
      """
      with touched as (
        select t.tenant_id, t.key_id, k.project_id
          from unnest(:tenants::text[], :keys::text[]) as t (tenant_id, key_id)
          left join api_key k using (key_id))
      select distinct l.tenant_id, l.fund_id, l.unspent, l.version
        from touched t join fund_level l using (tenant_id)
       where (l.key_id is null or l.key_id = t.key_id)
         and (l.project_id is null or l.project_id = t.project_id)
      """;

  private static final String OF_TENANT =
      """
      select tenant_id, fund_id, unspent, version from fund_level where tenant_id = :tenant
      """;

  private static final String PAGE =
      """
      select tenant_id, fund_id, unspent, version from fund_level
       where tenant_id in (
         select distinct tenant_id from fund_level where tenant_id > :after
          order by tenant_id limit :max)
       order by tenant_id
      """;

  private static final String FUNDS_OF_KEYS =
      """
      select k.key_id, l.fund_id
        from api_key k join fund_level l using (tenant_id)
       where k.key_id = any(:keys::text[])
         and (l.key_id is null or l.key_id = k.key_id)
         and (l.project_id is null or l.project_id = k.project_id)
      """;

  private static final String TENANTS =
      """
      select tenant_id from funding union select tenant_id from budget
      """;

  private final JdbcClient jdbc;

  JdbcFundLevels(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<FundUpdate> after(Collection<Ended> ended) {
    Map<JobId, Long> decided =
        decided(ended.stream().filter(e -> !e.isCertain()).map(Ended::reservation).toList());
    Map<TenantId, List<Used>> used = new LinkedHashMap<>();
    for (Ended one : ended) {
      Long tokens = one.isCertain() ? Long.valueOf(one.tokens()) : decided.get(one.reservation());
      if (tokens != null) {
        used.computeIfAbsent(one.tenant(), _ -> new ArrayList<>())
            .add(new Used(one.reservation(), tokens));
      }
    }
    // Read after what has ended: what is left is then never more than it was before those bills.
    Map<TenantId, List<Left>> levels =
        ended.isEmpty()
            ? Map.of()
            : levels(
                jdbc.sql(TOUCHED)
                    .param("tenants", texts(ended, Ended::tenant))
                    .param("keys", texts(ended, Ended::key)));
    return used.entrySet().stream()
        .map(
            of ->
                new FundUpdate(
                    of.getKey(), of.getValue(), levels.getOrDefault(of.getKey(), List.of())))
        .toList();
  }

  @Override
  public FundUpdate of(TenantId tenant) {
    return FundUpdate.levels(
        tenant,
        levels(jdbc.sql(OF_TENANT).param("tenant", tenant.value()))
            .getOrDefault(tenant, List.of()));
  }

  @Override
  public List<FundUpdate> page(String after, int tenantsMax) {
    return levels(jdbc.sql(PAGE).param("after", after).param("max", tenantsMax)).entrySet().stream()
        .map(of -> FundUpdate.levels(of.getKey(), of.getValue()))
        .toList();
  }

  @Override
  public Map<JobId, Long> decided(Collection<JobId> reservations) {
    Map<JobId, Long> decided = new HashMap<>();
    if (!reservations.isEmpty()) {
      jdbc.sql(DECIDED)
          .param("ids", texts(reservations, JobId::value))
          .query(
              row -> {
                decided.put(new JobId(row.getObject(1, UUID.class)), row.getLong(2));
              });
    }
    return decided;
  }

  @Override
  public Map<KeyId, List<String>> fundsOf(Collection<KeyId> keys) {
    Map<KeyId, List<String>> funds = new HashMap<>();
    jdbc.sql(FUNDS_OF_KEYS)
        .param("keys", texts(keys, KeyId::value))
        .query(
            row -> {
              funds
                  .computeIfAbsent(new KeyId(row.getString(1)), _ -> new ArrayList<>())
                  .add(row.getString(2));
            });
    return funds;
  }

  @Override
  public Set<TenantId> tenants() {
    return new HashSet<>(
        jdbc.sql(TENANTS).query((row, _) -> new TenantId(row.getString(1))).list());
  }

  private static Map<TenantId, List<Left>> levels(JdbcClient.StatementSpec statement) {
    Map<TenantId, List<Left>> levels = new LinkedHashMap<>();
    statement.query(
        row -> {
          levels
              .computeIfAbsent(new TenantId(row.getString("tenant_id")), _ -> new ArrayList<>())
              .add(left(row));
        });
    return levels;
  }

  private static Left left(ResultSet row) throws SQLException {
    return new Left(
        row.getString("fund_id"), clamped(row.getBigDecimal("unspent")), row.getLong("version"));
  }

  /// Sums have no bound in the database.
  private static long clamped(BigDecimal sum) {
    BigInteger whole = sum.toBigIntegerExact();
    BigInteger max = BigInteger.valueOf(Long.MAX_VALUE);
    return whole.min(max).max(max.negate()).longValueExact();
  }

  private static <T> String[] texts(Collection<T> rows, Function<T, ?> column) {
    return rows.stream().map(row -> String.valueOf(column.apply(row))).toArray(String[]::new);
  }
}
