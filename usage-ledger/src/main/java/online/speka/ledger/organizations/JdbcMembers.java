package online.speka.ledger.organizations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.posting.JdbcTransactions;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Members in the table of this name.
final class JdbcMembers implements Members {

  private static final String COUNT =
      """
      select count(*) from member where tenant_id = :tenant
      """;

  private static final String OTHER_OWNERS =
      """
      select count(*) from member
       where tenant_id = :tenant and role = 'OWNER' and email <> :email
      """;

  private static final String INSERT =
      """
      insert into member (tenant_id, email, role, created_at)
      values (:tenant, :email, :role, :now::timestamptz)
      on conflict (tenant_id, email) do nothing
      returning tenant_id, email, role, created_at
      """;

  private static final String FIND =
      """
      select tenant_id, email, role, created_at from member
       where tenant_id = :tenant and email = :email
      """;

  private static final String LIST =
      """
      select tenant_id, email, role, created_at from member
       where tenant_id = :tenant
         and (:after::text is null
              or (created_at, email) > (
                   select created_at, email from member
                    where tenant_id = :tenant and email = :after))
       order by created_at, email
       limit :rows
      """;

  private static final String MEMBERSHIPS =
      """
      select tenant_id, email, role, created_at from member
       where email = :email
       order by created_at, tenant_id
       limit :rows
      """;

  private static final String CHANGE =
      """
      update member set role = :role where tenant_id = :tenant and email = :email
      """;

  private static final String REMOVE =
      """
      delete from member where tenant_id = :tenant and email = :email
      """;

  private final JdbcClient jdbc;
  private final JdbcTransactions transactions;
  private final JdbcTenantLock organization;
  private final InstantSource clock;

  JdbcMembers(JdbcClient jdbc, JdbcTransactions transactions, InstantSource clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.organization = new JdbcTenantLock(jdbc);
    this.clock = clock;
  }

  @Override
  public Answer<Member> add(TenantId tenant, Email email, Role role) {
    return transactions.run(
        () -> {
          if (!organization.hold(tenant)) {
            return new Answer.Refused<>(Refusal.NO_SUCH_ORGANIZATION);
          }
          int count = jdbc.sql(COUNT).param("tenant", tenant.value()).query(Integer.class).single();
          if (count >= MEMBERS_MAX) {
            return new Answer.Refused<>(Refusal.TOO_MANY_MEMBERS);
          }
          return about(INSERT, tenant, email)
              .param("role", role.name())
              .param("now", clock.instant().toString())
              .query(JdbcMembers::read)
              .optional()
              .<Answer<Member>>map(Answer.Done::new)
              .orElseGet(() -> new Answer.Refused<>(Refusal.ALREADY_MEMBER));
        });
  }

  @Override
  public Optional<Member> find(TenantId tenant, Email email) {
    return transactions.run(() -> read(tenant, email));
  }

  @Override
  public Page<Member> list(TenantId tenant, Paging paging) {
    return transactions.run(
        () ->
            Page.of(
                jdbc.sql(LIST)
                    .param("tenant", tenant.value())
                    .param("after", paging.after())
                    .param("rows", paging.rows())
                    .query(JdbcMembers::read)
                    .list(),
                paging));
  }

  @Override
  public List<Member> memberships(Email email) {
    return transactions.run(
        () ->
            jdbc.sql(MEMBERSHIPS)
                .param("email", email.value())
                .param("rows", MEMBERS_MAX)
                .query(JdbcMembers::read)
                .list());
  }

  @Override
  public Answer<Member> changeRole(TenantId tenant, Email email, Role role) {
    return change(
        tenant,
        email,
        role == Role.OWNER,
        member -> {
          about(CHANGE, tenant, email).param("role", role.name()).update();
          return new Member(tenant, email, role, member.since());
        });
  }

  @Override
  public Answer<Member> remove(TenantId tenant, Email email) {
    return change(
        tenant,
        email,
        false,
        member -> {
          about(REMOVE, tenant, email).update();
          return member;
        });
  }

  private Answer<Member> change(
      TenantId tenant, Email email, boolean staysOwner, UnaryOperator<Member> change) {
    return transactions.run(
        () -> {
          if (!organization.hold(tenant)) {
            return new Answer.Refused<>(Refusal.NO_SUCH_ORGANIZATION);
          }
          Optional<Member> member = read(tenant, email);
          if (member.isEmpty()) {
            return new Answer.Refused<>(Refusal.NO_SUCH_MEMBER);
          }
          boolean wasOwner = member.get().role() == Role.OWNER;
          return wasOwner && !staysOwner && otherOwners(tenant, email) == 0
              ? new Answer.Refused<>(Refusal.LAST_OWNER)
              : new Answer.Done<>(change.apply(member.get()));
        });
  }

  private int otherOwners(TenantId tenant, Email email) {
    return about(OTHER_OWNERS, tenant, email).query(Integer.class).single();
  }

  private Optional<Member> read(TenantId tenant, Email email) {
    return about(FIND, tenant, email).query(JdbcMembers::read).optional();
  }

  private JdbcClient.StatementSpec about(String sql, TenantId tenant, Email email) {
    return jdbc.sql(sql).param("tenant", tenant.value()).param("email", email.value());
  }

  private static Member read(ResultSet row, int number) throws SQLException {
    return new Member(
        new TenantId(row.getString("tenant_id")),
        new Email(row.getString("email")),
        Role.valueOf(row.getString("role")),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
