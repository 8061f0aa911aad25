package online.speka.ledger.keys;

import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Puts new keys into `api_key`: the hash of the secret, never the secret.
final class JdbcNewKeys {

  private static final String PROJECT =
      """
      select project_id from project
       where tenant_id = :tenant
         and case when :project::text is null then is_default else project_id = :project end
      """;

  private static final String IN_USE =
      """
      select count(*) from api_key
       where project_id = :project and state = 'ACTIVE'
         and (expires_at is null or expires_at > :now::timestamptz)
      """;

  private static final String INSERT =
      """
      insert into api_key (
        key_id, key_hash, display_prefix, tenant_id, project_id, name, models, endpoints, networks,
        expires_at, state, created_by, created_at, changed_at)
      values (:id, :hash, :displayPrefix, :tenant, :project, :name, :models, :endpoints,
        :networks::cidr[], :expiresAt::timestamptz, 'ACTIVE', :createdBy, :now::timestamptz,
        :now::timestamptz)
      """;

  private final JdbcClient jdbc;
  private final RandomGenerator random;

  JdbcNewKeys(JdbcClient jdbc, RandomGenerator random) {
    this.jdbc = jdbc;
    this.random = random;
  }

  /// @param wanted null means the default project
  Optional<ProjectId> project(TenantId tenant, @Nullable ProjectId wanted) {
    return jdbc.sql(PROJECT)
        .param("tenant", tenant.value())
        .param("project", wanted == null ? null : wanted.value())
        .query(String.class)
        .optional()
        .map(ProjectId::new);
  }

  int inUse(ProjectId project, Instant now) {
    return jdbc.sql(IN_USE)
        .param("project", project.value())
        .param("now", now.toString())
        .query(Integer.class)
        .single();
  }

  ApiKey mint(NewKey wanted, ProjectId project, Instant now) {
    ApiKey secret = ApiKey.mint(wanted.mode(), random);
    JdbcKeyRows.write(jdbc.sql(INSERT), wanted.access())
        .param("id", KeyIds.of(secret).value())
        .param("hash", secret.hash().hex())
        .param("displayPrefix", secret.displayPrefix())
        .param("tenant", wanted.organization().value())
        .param("project", project.value())
        .param("name", wanted.name().value())
        .param("createdBy", wanted.createdBy())
        .param("now", now.toString())
        .update();
    return secret;
  }
}
