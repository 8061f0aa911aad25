package online.speka.ledger.accounts;

import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// The tables of tenants, accounts and keys.
final class JdbcAccounts {

  private static final String TENANT =
      """
      insert into tenant (tenant_id, name, created_at)
      values (:tenant, :tenant, :now::timestamptz)
      on conflict (tenant_id) do nothing
      """;

  private static final String ACCOUNT =
      """
      insert into account (kind, tenant_id) values ('TENANT', :tenant)
      on conflict (tenant_id) do nothing
      """;

  private static final String KEY =
      """
      insert into api_key (
        key_id, key_hash, display_prefix, tenant_id, project_id, name, models, endpoints, state,
        created_at, changed_at)
      select :id, :hash, :displayPrefix, :tenant, project_id, 'Configured', :models, :endpoints,
             :state,
             :now::timestamptz, :now::timestamptz
        from project where tenant_id = :tenant and is_default
      on conflict (key_hash) do nothing
      """;

  private static final String LIMIT =
      """
      insert into usage_limit (
        tenant_id, project_id, key_id, model_id, unit, amount, per_ms, created_at)
      select tenant_id,
             case when :scope = 'PROJECT' then project_id end,
             case when :scope = 'KEY' then key_id end,
             :model, :unit, :amount, :perMs, :now::timestamptz
        from api_key where key_id = :id
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;

  JdbcAccounts(JdbcClient jdbc, TransactionTemplate transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /// Mints the keys that do not exist yet, with their tenants and accounts. All or none.
  ///
  /// @return how many keys are new
  int mint(Collection<KeyGrant> grants, Instant now) {
    return transactions.execute(_ -> grants.stream().mapToInt(grant -> mint(grant, now)).sum());
  }

  private int mint(KeyGrant grant, Instant now) {
    String tenant = grant.tenant().value();
    jdbc.sql(TENANT).param("tenant", tenant).param("now", now.toString()).update();
    jdbc.sql(ACCOUNT).param("tenant", tenant).update();
    int minted =
        jdbc.sql(KEY)
            .param("id", grant.id().value())
            .param("hash", grant.hash().hex())
            .param("displayPrefix", grant.displayPrefix())
            .param("tenant", tenant)
            .param("models", texts(grant.access().models(), ModelId::value))
            .param("endpoints", texts(grant.access().endpoints(), JobKind::name))
            .param("state", grant.state().name())
            .param("now", now.toString())
            .update();
    if (minted > 0) {
      grant.limits().forEach(limit -> insert(grant, limit, now));
    }
    return minted;
  }

  private void insert(KeyGrant grant, Limit limit, Instant now) {
    jdbc.sql(LIMIT)
        .param("id", grant.id().value())
        .param("scope", limit.scope().name())
        .param("model", limit.model() == null ? null : limit.model().value())
        .param("unit", limit.unit().name())
        .param("amount", limit.amount())
        .param("perMs", limit.per().toMillis())
        .param("now", now.toString())
        .update();
  }

  private static <T> String[] texts(Collection<T> values, Function<T, String> text) {
    return values.stream().map(text).toArray(String[]::new);
  }
}
