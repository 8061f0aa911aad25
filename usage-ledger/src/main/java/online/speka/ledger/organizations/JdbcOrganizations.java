package online.speka.ledger.organizations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.posting.JdbcTransactions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Organisations in the table `tenant`. A trigger gives each its default project.
final class JdbcOrganizations implements Organizations {

  private static final String INSERT =
      """
      insert into tenant (tenant_id, name, created_at) values (:id, :name, :now::timestamptz)
      """;

  private static final String ACCOUNT =
      """
      insert into account (kind, tenant_id) values ('TENANT', :id)
      """;

  private static final String FIND =
      """
      select tenant_id, name, created_at from tenant where tenant_id = :id
      """;

  private static final String LIST =
      """
      select tenant_id, name, created_at from tenant
       where :after::text is null
          or (created_at, tenant_id) > (
               select created_at, tenant_id from tenant where tenant_id = :after)
       order by created_at, tenant_id
       limit :rows
      """;

  private static final String RENAME =
      """
      update tenant set name = :name where tenant_id = :id
      returning tenant_id, name, created_at
      """;

  private final JdbcClient jdbc;
  private final JdbcTransactions transactions;
  private final Members members;
  private final InstantSource clock;
  private final RandomGenerator random;

  JdbcOrganizations(
      JdbcClient jdbc,
      JdbcTransactions transactions,
      Members members,
      InstantSource clock,
      RandomGenerator random) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.members = members;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Organization create(Name name, @Nullable Email owner) {
    // As the column holds it: the answer is the same when it is read back.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    TenantId id = new TenantId(Ids.next("org_", random));
    return transactions.run(
        () -> {
          jdbc.sql(INSERT)
              .param("id", id.value())
              .param("name", name.value())
              .param("now", now.toString())
              .update();
          jdbc.sql(ACCOUNT).param("id", id.value()).update();
          if (owner != null) {
            var _ = members.add(id, owner, Role.OWNER);
          }
          return new Organization(id, name, now);
        });
  }

  @Override
  public Optional<Organization> find(TenantId id) {
    return transactions.run(
        () -> jdbc.sql(FIND).param("id", id.value()).query(JdbcOrganizations::read).optional());
  }

  @Override
  public Page<Organization> list(Paging paging) {
    return transactions.run(
        () ->
            Page.of(
                jdbc.sql(LIST)
                    .param("after", paging.after())
                    .param("rows", paging.rows())
                    .query(JdbcOrganizations::read)
                    .list(),
                paging));
  }

  @Override
  public Answer<Organization> rename(TenantId id, Name name) {
    return transactions.run(
        () ->
            jdbc.sql(RENAME)
                .param("id", id.value())
                .param("name", name.value())
                .query(JdbcOrganizations::read)
                .optional()
                .<Answer<Organization>>map(Answer.Done::new)
                .orElseGet(() -> new Answer.Refused<>(Refusal.NO_SUCH_ORGANIZATION)));
  }

  private static Organization read(ResultSet row, int number) throws SQLException {
    return new Organization(
        new TenantId(row.getString("tenant_id")),
        new Name(row.getString("name")),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
