package online.speka.ledger.admin.operators;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import online.speka.ledger.posting.JdbcColumns;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table of tokens.
final class JdbcOperators implements Operators {

  private static final String SELECT =
      """
      select token_id, name, display_prefix, scopes, created_at, created_by, expires_at, revoked_at
        from operator_token
      """;

  private static final String OWNER = SELECT + " where token_hash = :hash";
  private static final String FIND = SELECT + " where token_id = :id";

  private static final String LIST =
      SELECT
          + """
           where cast(:after as text) is null
              or (created_at, token_id) >
                 (select created_at, token_id from operator_token where token_id = :after)
           order by created_at, token_id
           limit :max
          """;

  private static final String ADD =
      """
      insert into operator_token (
        token_id, token_hash, display_prefix, name, scopes, created_at, created_by, expires_at)
      values (:id, :hash, :displayPrefix, :name, :scopes::text[], :now::timestamptz, :createdBy,
              :expiresAt::timestamptz)
      on conflict (token_id) do nothing
      """;

  private static final String REVOKE =
      """
      update operator_token set revoked_at = :now::timestamptz
       where token_id = :id and revoked_at is null
      """;

  private final JdbcClient jdbc;
  private final InstantSource clock;

  JdbcOperators(JdbcClient jdbc, InstantSource clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public List<Operator> list(@Nullable String after, int max) {
    return jdbc.sql(LIST)
        .param("after", after)
        .param("max", max)
        .query((row, _) -> operator(row))
        .list();
  }

  @Override
  public Optional<Operator> find(OperatorId id) {
    return jdbc.sql(FIND).param("id", id.value()).query((row, _) -> operator(row)).optional();
  }

  @Override
  public Optional<Operator> owner(OperatorToken token) {
    return jdbc.sql(OWNER).param("hash", token.hash()).query((row, _) -> operator(row)).optional();
  }

  @Override
  public Operator add(
      OperatorToken token,
      String name,
      Set<Scope> scopes,
      @Nullable OperatorId createdBy,
      @Nullable Instant expiresAt) {
    jdbc.sql(ADD)
        .param("id", token.id().value())
        .param("hash", token.hash())
        .param("displayPrefix", token.displayPrefix())
        .param("name", name)
        .param("scopes", scopes.stream().map(Scope::name).toArray(String[]::new))
        .param("now", JdbcColumns.instant(clock.instant()))
        .param("createdBy", createdBy == null ? null : createdBy.value())
        .param("expiresAt", expiresAt == null ? null : JdbcColumns.instant(expiresAt))
        .update();
    return find(token.id()).orElseThrow();
  }

  @Override
  public Optional<Operator> revoke(OperatorId id) {
    jdbc.sql(REVOKE)
        .param("id", id.value())
        .param("now", JdbcColumns.instant(clock.instant()))
        .update();
    return find(id);
  }

  private static Operator operator(ResultSet row) throws SQLException {
    String createdBy = row.getString("created_by");
    return new Operator(
        new OperatorId(row.getString("token_id")),
        row.getString("name"),
        row.getString("display_prefix"),
        Arrays.stream((String[]) row.getArray("scopes").getArray())
            .map(Scope::valueOf)
            .collect(Collectors.toUnmodifiableSet()),
        new Operator.Life(
            row.getObject("created_at", OffsetDateTime.class).toInstant(),
            createdBy == null ? null : new OperatorId(createdBy),
            instant(row, "expires_at"),
            instant(row, "revoked_at")));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
