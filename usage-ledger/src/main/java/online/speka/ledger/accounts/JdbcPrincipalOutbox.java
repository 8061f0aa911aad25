package online.speka.ledger.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.Fund;
import online.speka.contract.principal.KeyHash;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.Network;
import online.speka.contract.principal.Principal;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// The outbox in PostgreSQL. A trigger fills it; see `V1__tenants_and_keys.sql`.
final class JdbcPrincipalOutbox implements PrincipalOutbox {

  private static final String LOCK =
      """
      select pg_try_advisory_xact_lock(hashtext('speka.ledger.principal_outbox'))
      """;

  private static final String OLDEST =
      """
      select o.sequence, k.key_hash, k.key_id, k.tenant_id, k.project_id, k.models, k.endpoints,
             k.expires_at, k.networks::text[] as networks, k.state, k.version,
             (select json_agg(json_build_object(
                       'scope', case when l.key_id is not null then 'KEY'
                                     when l.project_id is not null then 'PROJECT'
                                     else 'TENANT' end,
                       'unit', l.unit, 'amount', l.amount, 'per_ms', l.per_ms,
                       'model', l.model_id) order by l.limit_id)
                from usage_limit l
               where l.tenant_id = k.tenant_id
                 and (l.project_id is null or l.project_id = k.project_id)
                 and (l.key_id is null or l.key_id = k.key_id)
             ) as limits,
             array(select f.source || ' ' || f.fund_id
                     from fund_level f
                    where f.tenant_id = k.tenant_id
                      and (f.project_id is null or f.project_id = k.project_id)
                      and (f.key_id is null or f.key_id = k.key_id)
                    order by f.fund_id) as funds
        from principal_outbox o join api_key k using (key_id)
       order by o.sequence
       limit :max
      """;

  private static final String FORGET =
      """
      delete from principal_outbox where sequence = any(:sequences::bigint[])
      """;

  private static final String VERSIONS =
      """
      select key_hash, version from api_key
      """;

  /// A topic that is ahead of the database tells of a database that was restored from a backup: the
  /// database is the truth, and takes a version that edges will believe.
  private static final String OVERTAKE =
      """
      update api_key set version = :published + 1
       where key_hash = :hash and version < :published
      """;

  private static final String ENQUEUE =
      """
      insert into principal_outbox (key_id) select key_id from api_key where key_hash = :hash
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;

  JdbcPrincipalOutbox(JdbcClient jdbc, TransactionTemplate transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  @Override
  public int drain(int max, Consumer<List<HashedPrincipal>> publisher) {
    return transactions.execute(
        _ -> {
          if (!jdbc.sql(LOCK).query(Boolean.class).single()) {
            return 0;
          }
          List<Long> sequences = new ArrayList<>();
          // A key that changed twice is read twice, and is both times what it is now.
          Map<KeyHash, HashedPrincipal> principals = new LinkedHashMap<>();
          jdbc.sql(OLDEST)
              .param("max", max)
              .query(
                  row -> {
                    sequences.add(row.getLong("sequence"));
                    HashedPrincipal principal = principal(row);
                    principals.put(principal.hash(), principal);
                  });
          if (!sequences.isEmpty()) {
            publisher.accept(List.copyOf(principals.values()));
            jdbc.sql(FORGET).param("sequences", sequences.toArray(Long[]::new)).update();
          }
          return sequences.size();
        });
  }

  @Override
  public int enqueueDifferences(Map<KeyHash, Long> published) {
    return transactions.execute(
        _ -> {
          Map<KeyHash, Long> here = versions();
          int different = 0;
          for (Map.Entry<KeyHash, Long> key : here.entrySet()) {
            long there = published.getOrDefault(key.getKey(), 0L);
            if (there != key.getValue()) {
              different++;
              String hash = key.getKey().hex();
              int overtaken =
                  jdbc.sql(OVERTAKE).param("published", there).param("hash", hash).update();
              if (overtaken == 0) {
                jdbc.sql(ENQUEUE).param("hash", hash).update();
              }
            }
          }
          return different;
        });
  }

  private Map<KeyHash, Long> versions() {
    Map<KeyHash, Long> versions = new LinkedHashMap<>();
    jdbc.sql(VERSIONS)
        .query(
            row -> {
              versions.put(new KeyHash(row.getString(1)), row.getLong(2));
            });
    return versions;
  }

  private static HashedPrincipal principal(ResultSet row) throws SQLException {
    return new HashedPrincipal(
        new KeyHash(row.getString("key_hash")),
        new Principal(
            new TenantId(row.getString("tenant_id")),
            new ProjectId(row.getString("project_id")),
            new KeyId(row.getString("key_id")),
            access(row),
            KeyLimits.read(row.getString("limits")),
            texts(row, "funds").map(JdbcPrincipalOutbox::fund).toList(),
            Principal.State.valueOf(row.getString("state")),
            row.getLong("version")));
  }

  private static Access access(ResultSet row) throws SQLException {
    OffsetDateTime expiresAt = row.getObject("expires_at", OffsetDateTime.class);
    return new Access(
        texts(row, "models").map(ModelId::new).collect(Collectors.toUnmodifiableSet()),
        texts(row, "endpoints").map(JobKind::valueOf).collect(Collectors.toUnmodifiableSet()),
        expiresAt == null ? null : expiresAt.toInstant(),
        texts(row, "networks").map(Network::parse).toList());
  }

  private static Fund fund(String text) {
    int space = text.indexOf(' ');
    return new Fund(text.substring(space + 1), Fund.Source.valueOf(text.substring(0, space)));
  }

  private static Stream<String> texts(ResultSet row, String column) throws SQLException {
    return Arrays.stream((String[]) row.getArray(column).getArray());
  }
}
