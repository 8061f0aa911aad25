package online.speka.ledger.keys;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.organizations.Answer;
import online.speka.ledger.organizations.InvalidFieldException;
import online.speka.ledger.organizations.JdbcTenantLock;
import online.speka.ledger.organizations.Refusal;
import online.speka.ledger.posting.JdbcTransactions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Limits in the table `usage_limit`. Its trigger makes a change of a limit a change of every key
/// that it holds for, which is why a rule that stays as it is is not written.
final class JdbcUsageLimits implements UsageLimits {

  private static final String TENANT =
      """
      select tenant_id from tenant where tenant_id = :id
      """;

  private static final String PROJECTS_TENANT =
      """
      select tenant_id from project where project_id = :id
      """;

  private static final String KEYS_TENANT =
      """
      select tenant_id from api_key where key_id = :id
      """;

  private static final String OF_TARGET =
      """
       where tenant_id = :tenant
         and project_id is not distinct from :project::text
         and key_id is not distinct from :key::text
      """;

  private static final String GET =
      "select unit, amount, per_ms, model_id from usage_limit" + OF_TARGET + "order by limit_id";

  private static final String DELETE =
      "delete from usage_limit"
          + OF_TARGET
          + "and unit = :unit and per_ms = :perMs and model_id is not distinct from :model::text";

  private static final String PUT =
      """
      insert into usage_limit (
        tenant_id, project_id, key_id, model_id, unit, amount, per_ms, created_at)
      values (:tenant, :project, :key, :model, :unit, :amount, :perMs, :now::timestamptz)
      on conflict on constraint usage_limit_once do update set amount = excluded.amount
      """;

  /// @param project null unless the target is a project
  /// @param key null unless the target is a key
  private record Columns(TenantId tenant, @Nullable ProjectId project, @Nullable KeyId key) {}

  private final JdbcClient jdbc;
  private final JdbcTransactions transactions;
  private final JdbcTenantLock organization;
  private final InstantSource clock;

  JdbcUsageLimits(JdbcClient jdbc, JdbcTransactions transactions, InstantSource clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.organization = new JdbcTenantLock(jdbc);
    this.clock = clock;
  }

  @Override
  public Answer<List<LimitRule>> get(LimitTarget target) {
    return transactions.run(
        () ->
            switch (find(target)) {
              case Answer.Done<Columns>(var columns) -> new Answer.Done<>(read(columns));
              case Answer.Refused<Columns>(var why) -> new Answer.Refused<>(why);
            });
  }

  @Override
  public Answer<List<LimitRule>> set(LimitTarget target, List<LimitRule> rules) {
    requireSet(rules);
    return transactions.run(
        () ->
            switch (find(target)) {
              case Answer.Done<Columns>(var columns) -> {
                boolean _ = organization.hold(columns.tenant());
                yield new Answer.Done<>(replace(columns, rules));
              }
              case Answer.Refused<Columns>(var why) -> new Answer.Refused<>(why);
            });
  }

  private static void requireSet(List<LimitRule> rules) {
    if (rules.size() > RULES_MAX) {
      throw new InvalidFieldException("limits", "limits must be at most " + RULES_MAX);
    }
    if (rules.stream().map(LimitRule::identity).distinct().count() < rules.size()) {
      throw new InvalidFieldException("limits", "limits must not differ in their amount only");
    }
  }

  private List<LimitRule> replace(Columns columns, List<LimitRule> rules) {
    List<LimitRule> before = read(columns);
    before.stream()
        .filter(rule -> rules.stream().noneMatch(r -> r.identity().equals(rule.identity())))
        .forEach(rule -> write(DELETE, columns, rule).update());
    rules.stream()
        .filter(rule -> !before.contains(rule))
        .forEach(
            rule ->
                write(PUT, columns, rule)
                    .param("amount", rule.amount())
                    .param("now", clock.instant().toString())
                    .update());
    return read(columns);
  }

  private Answer<Columns> find(LimitTarget target) {
    return switch (target) {
      case LimitTarget.OfOrganization(var tenant) ->
          owner(TENANT, tenant.value())
              .map(owner -> done(new Columns(owner, null, null)))
              .orElseGet(() -> new Answer.Refused<>(Refusal.NO_SUCH_ORGANIZATION));
      case LimitTarget.OfProject(var tenant, var project) ->
          owner(PROJECTS_TENANT, project.value())
              .filter(tenant::equals)
              .map(owner -> done(new Columns(owner, project, null)))
              .orElseGet(() -> new Answer.Refused<>(Refusal.NO_SUCH_PROJECT));
      case LimitTarget.OfKey(var key) ->
          owner(KEYS_TENANT, key.value())
              .map(owner -> done(new Columns(owner, null, key)))
              .orElseGet(() -> new Answer.Refused<>(Refusal.NO_SUCH_KEY));
    };
  }

  private static Answer<Columns> done(Columns columns) {
    return new Answer.Done<>(columns);
  }

  private Optional<TenantId> owner(String sql, String id) {
    return jdbc.sql(sql).param("id", id).query(String.class).optional().map(TenantId::new);
  }

  private List<LimitRule> read(Columns columns) {
    return target(GET, columns).query(JdbcUsageLimits::read).list();
  }

  private static LimitRule read(ResultSet row, int number) throws SQLException {
    String model = row.getString("model_id");
    return new LimitRule(
        Limit.Unit.valueOf(row.getString("unit")),
        row.getLong("amount"),
        Duration.ofMillis(row.getLong("per_ms")),
        model == null ? null : new ModelId(model));
  }

  private JdbcClient.StatementSpec write(String sql, Columns columns, LimitRule rule) {
    ModelId model = rule.model();
    return target(sql, columns)
        .param("unit", rule.unit().name())
        .param("perMs", rule.per().toMillis())
        .param("model", model == null ? null : model.value());
  }

  private JdbcClient.StatementSpec target(String sql, Columns columns) {
    ProjectId project = columns.project();
    KeyId key = columns.key();
    return jdbc.sql(sql)
        .param("tenant", columns.tenant().value())
        .param("project", project == null ? null : project.value())
        .param("key", key == null ? null : key.value());
  }
}
