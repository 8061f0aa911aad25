package online.speka.ledger.keys;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.Network;
import online.speka.contract.principal.Principal;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.organizations.Name;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/// A key as a row of `api_key`, with when it was used.
final class JdbcKeyRows {

  static final String SELECT =
      """
      select k.key_id, k.tenant_id, k.project_id, k.name, k.display_prefix, k.models, k.endpoints,
             k.expires_at, k.networks::text[] as networks, k.state, k.created_at, k.created_by,
             k.replaced_by, u.last_used_at
        from api_key k left join api_key_use u using (key_id)
      """;

  private JdbcKeyRows() {}

  static KeyInfo read(ResultSet row, int number) throws SQLException {
    String replacedBy = row.getString("replaced_by");
    return new KeyInfo(
        new KeyId(row.getString("key_id")),
        new TenantId(row.getString("tenant_id")),
        new ProjectId(row.getString("project_id")),
        new Name(row.getString("name")),
        row.getString("display_prefix"),
        new Access(
            texts(row, "models").map(ModelId::new).collect(Collectors.toUnmodifiableSet()),
            texts(row, "endpoints").map(JobKind::valueOf).collect(Collectors.toUnmodifiableSet()),
            instant(row, "expires_at"),
            texts(row, "networks").map(Network::parse).toList()),
        Principal.State.valueOf(row.getString("state")),
        new KeyInfo.Life(
            row.getObject("created_at", OffsetDateTime.class).toInstant(),
            row.getString("created_by"),
            instant(row, "last_used_at"),
            replacedBy == null ? null : new KeyId(replacedBy)));
  }

  /// Sets `:models`, `:endpoints`, `:networks` and `:expiresAt`.
  static StatementSpec write(StatementSpec statement, Access access) {
    Instant expiresAt = access.expiresAt();
    return statement
        .param("models", access.models().stream().map(ModelId::value).toArray(String[]::new))
        .param("endpoints", access.endpoints().stream().map(JobKind::name).toArray(String[]::new))
        .param("networks", access.networks().stream().map(Network::toString).toArray(String[]::new))
        .param("expiresAt", expiresAt == null ? null : expiresAt.toString());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  private static Stream<String> texts(ResultSet row, String column) throws SQLException {
    return Arrays.stream((String[]) row.getArray(column).getArray());
  }
}
