package online.speka.ledger.organizations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.posting.JdbcTransactions;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Projects in the table `project`.
final class JdbcProjects implements Projects {

  private static final String TAKEN =
      """
      select exists (
        select from project where tenant_id = :tenant and name = :name and project_id <> :id)
      """;

  private static final String COUNT =
      """
      select count(*) from project where tenant_id = :tenant
      """;

  private static final String INSERT =
      """
      insert into project (project_id, tenant_id, name, created_at)
      values (:id, :tenant, :name, :now::timestamptz)
      """;

  private static final String FIND =
      """
      select project_id, tenant_id, name, is_default, created_at from project
       where tenant_id = :tenant and project_id = :id
      """;

  private static final String LIST =
      """
      select project_id, tenant_id, name, is_default, created_at from project
       where tenant_id = :tenant
         and (:after::text is null
              or (created_at, project_id) > (
                   select created_at, project_id from project where project_id = :after))
       order by created_at, project_id
       limit :rows
      """;

  private static final String RENAME =
      """
      update project set name = :name where tenant_id = :tenant and project_id = :id
      returning project_id, tenant_id, name, is_default, created_at
      """;

  private final JdbcClient jdbc;
  private final JdbcTransactions transactions;
  private final JdbcTenantLock organization;
  private final InstantSource clock;
  private final RandomGenerator random;

  JdbcProjects(
      JdbcClient jdbc, JdbcTransactions transactions, InstantSource clock, RandomGenerator random) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.organization = new JdbcTenantLock(jdbc);
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Answer<Project> create(TenantId tenant, Name name) {
    return transactions.run(
        () -> {
          if (!organization.hold(tenant)) {
            return new Answer.Refused<>(Refusal.NO_SUCH_ORGANIZATION);
          }
          ProjectId id = new ProjectId(Ids.next("prj_", random));
          if (isTaken(tenant, id, name)) {
            return new Answer.Refused<>(Refusal.NAME_TAKEN);
          }
          int count = jdbc.sql(COUNT).param("tenant", tenant.value()).query(Integer.class).single();
          return count >= PROJECTS_MAX
              ? new Answer.Refused<>(Refusal.TOO_MANY_PROJECTS)
              : new Answer.Done<>(insert(tenant, id, name));
        });
  }

  private Project insert(TenantId tenant, ProjectId id, Name name) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    jdbc.sql(INSERT)
        .param("id", id.value())
        .param("tenant", tenant.value())
        .param("name", name.value())
        .param("now", now.toString())
        .update();
    return new Project(id, tenant, name, false, now);
  }

  @Override
  public Optional<Project> find(TenantId tenant, ProjectId id) {
    return transactions.run(
        () ->
            jdbc.sql(FIND)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(JdbcProjects::read)
                .optional());
  }

  @Override
  public Page<Project> list(TenantId tenant, Paging paging) {
    return transactions.run(
        () ->
            Page.of(
                jdbc.sql(LIST)
                    .param("tenant", tenant.value())
                    .param("after", paging.after())
                    .param("rows", paging.rows())
                    .query(JdbcProjects::read)
                    .list(),
                paging));
  }

  @Override
  public Answer<Project> rename(TenantId tenant, ProjectId id, Name name) {
    return transactions.run(
        () -> {
          if (!organization.hold(tenant)) {
            return new Answer.Refused<>(Refusal.NO_SUCH_ORGANIZATION);
          }
          if (isTaken(tenant, id, name)) {
            return new Answer.Refused<>(Refusal.NAME_TAKEN);
          }
          return jdbc.sql(RENAME)
              .param("tenant", tenant.value())
              .param("id", id.value())
              .param("name", name.value())
              .query(JdbcProjects::read)
              .optional()
              .<Answer<Project>>map(Answer.Done::new)
              .orElseGet(() -> new Answer.Refused<>(Refusal.NO_SUCH_PROJECT));
        });
  }

  private boolean isTaken(TenantId tenant, ProjectId id, Name name) {
    return jdbc.sql(TAKEN)
        .param("tenant", tenant.value())
        .param("id", id.value())
        .param("name", name.value())
        .query(Boolean.class)
        .single();
  }

  private static Project read(ResultSet row, int number) throws SQLException {
    return new Project(
        new ProjectId(row.getString("project_id")),
        new TenantId(row.getString("tenant_id")),
        new Name(row.getString("name")),
        row.getBoolean("is_default"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
