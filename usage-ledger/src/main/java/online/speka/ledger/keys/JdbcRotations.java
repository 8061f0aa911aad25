package online.speka.ledger.keys;

import java.time.Instant;
import online.speka.contract.principal.ApiKey;
import online.speka.ledger.funds.FundChanges;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Puts a new key in an old one's place, in its caller's transaction.
final class JdbcRotations {

  private static final String REPLACE =
      """
      update api_key
         set replaced_by = :replacement,
             expires_at = least(expires_at, :until::timestamptz),
             state = case when :revoked then 'REVOKED' else state end,
             changed_at = :now::timestamptz
       where key_id = :id
      """;

  private static final String COPY_LIMITS =
      """
      insert into usage_limit (tenant_id, key_id, model_id, unit, amount, per_ms, created_at)
      select tenant_id, :replacement, model_id, unit, amount, per_ms, :now::timestamptz
        from usage_limit where key_id = :id
      """;

  /// The new key goes on where the old one is: rotating it gives nobody more to spend.
  private static final String COPY_BUDGETS =
      """
      with old as (
        select b.*, s.spent
          from budget b left join budget_spent s using (budget_id, month)
         where b.key_id = :id and b.deleted_at is null),
      made as (
        insert into budget (
          budget_id, tenant_id, key_id, period, amount, alert_percents, month, created_at)
        select 'bud_' || replace(gen_random_uuid()::text, '-', ''), tenant_id, :replacement, period,
               amount, alert_percents, month, :now::timestamptz
          from old
        returning budget_id, period, month),
      spent as (
        insert into budget_spent (budget_id, month, spent)
        select made.budget_id, made.month, old.spent
          from made join old using (period) where old.spent is not null)
      select budget_id from made
      """;

  private final JdbcClient jdbc;
  private final JdbcNewKeys newKeys;
  private final FundChanges funds;

  JdbcRotations(JdbcClient jdbc, JdbcNewKeys newKeys, FundChanges funds) {
    this.jdbc = jdbc;
    this.newKeys = newKeys;
    this.funds = funds;
  }

  /// The new key does not count towards the most a project can have: it takes an old one's place.
  ApiKey replace(KeyInfo old, Rotation wanted, Instant now) {
    ApiKey secret = newKeys.mint(wanted.replacementOf(old), old.project(), now);
    String replacement = KeyIds.of(secret).value();
    from(COPY_LIMITS, old, replacement, now).update();
    from(COPY_BUDGETS, old, replacement, now)
        .query(String.class)
        .list()
        .forEach(fund -> funds.made(old.organization(), fund));
    from(REPLACE, old, replacement, now)
        .param("until", now.plus(wanted.overlap()).toString())
        .param("revoked", wanted.overlap().isZero())
        .update();
    return secret;
  }

  private JdbcClient.StatementSpec from(String sql, KeyInfo old, String replacement, Instant now) {
    return jdbc.sql(sql)
        .param("id", old.id().value())
        .param("replacement", replacement)
        .param("now", now.toString());
  }
}
