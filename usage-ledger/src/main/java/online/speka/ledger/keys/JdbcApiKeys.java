package online.speka.ledger.keys;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.Principal;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.funds.FundChanges;
import online.speka.ledger.organizations.Answer;
import online.speka.ledger.organizations.InvalidFieldException;
import online.speka.ledger.organizations.JdbcTenantLock;
import online.speka.ledger.organizations.Name;
import online.speka.ledger.organizations.Page;
import online.speka.ledger.organizations.Paging;
import online.speka.ledger.organizations.Refusal;
import online.speka.ledger.posting.JdbcTransactions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Keys in the table `api_key`. Its triggers give each change a higher version and put it into the
/// outbox, in the same transaction.
final class JdbcApiKeys implements ApiKeys {

  private static final String FIND = JdbcKeyRows.SELECT + " where k.key_id = :id";

  private static final String FIND_AND_HOLD = FIND + " for no key update of k";

  private static final String LIST =
      JdbcKeyRows.SELECT
          + """
             where k.tenant_id = :tenant
               and (:project::text is null or k.project_id = :project)
               and (:after::text is null
                    or (k.created_at, k.key_id) > (
                         select created_at, key_id from api_key where key_id = :after))
             order by k.created_at, k.key_id
             limit :rows
            """;

  private static final String RENAME =
      """
      update api_key set name = :name, changed_at = :now::timestamptz where key_id = :id
      """;

  private static final String OPEN =
      """
      update api_key
         set models = :models, endpoints = :endpoints, networks = :networks::cidr[],
             expires_at = :expiresAt::timestamptz, changed_at = :now::timestamptz
       where key_id = :id
      """;

  private static final String REVOKE =
      """
      update api_key set state = 'REVOKED', changed_at = :now::timestamptz where key_id = :id
      """;

  private final JdbcClient jdbc;
  private final JdbcTransactions transactions;
  private final JdbcTenantLock organization;
  private final JdbcNewKeys newKeys;
  private final JdbcRotations rotations;
  private final InstantSource clock;

  JdbcApiKeys(
      JdbcClient jdbc,
      JdbcTransactions transactions,
      FundChanges funds,
      InstantSource clock,
      RandomGenerator random) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.organization = new JdbcTenantLock(jdbc);
    this.newKeys = new JdbcNewKeys(jdbc, random);
    this.rotations = new JdbcRotations(jdbc, newKeys, funds);
    this.clock = clock;
  }

  @Override
  public Answer<MintedKey> mint(NewKey wanted) {
    Instant now = clock.instant();
    requireFuture(wanted.access().expiresAt(), now);
    return transactions.run(
        () -> {
          TenantId tenant = wanted.organization();
          if (!organization.hold(tenant)) {
            return new Answer.Refused<>(Refusal.NO_SUCH_ORGANIZATION);
          }
          Optional<ProjectId> project = newKeys.project(tenant, wanted.project());
          if (project.isEmpty()) {
            return new Answer.Refused<>(Refusal.NO_SUCH_PROJECT);
          }
          return newKeys.inUse(project.get(), now) >= KEYS_MAX
              ? new Answer.Refused<>(Refusal.TOO_MANY_KEYS)
              : new Answer.Done<>(minted(newKeys.mint(wanted, project.get(), now)));
        });
  }

  private MintedKey minted(ApiKey secret) {
    return new MintedKey(known(KeyIds.of(secret)), secret);
  }

  @Override
  public Optional<KeyInfo> find(KeyId id) {
    return transactions.run(() -> read(FIND, id));
  }

  @Override
  public Page<KeyInfo> list(TenantId tenant, @Nullable ProjectId project, Paging paging) {
    return transactions.run(
        () ->
            Page.of(
                jdbc.sql(LIST)
                    .param("tenant", tenant.value())
                    .param("project", project == null ? null : project.value())
                    .param("after", paging.after())
                    .param("rows", paging.rows())
                    .query(JdbcKeyRows::read)
                    .list(),
                paging));
  }

  @Override
  public Answer<KeyInfo> rename(KeyId id, Name name) {
    return change(
        id,
        _ -> {
          update(RENAME, id).param("name", name.value()).update();
          return new Answer.Done<>(known(id));
        });
  }

  @Override
  public Answer<KeyInfo> changeAccess(KeyId id, Access access) {
    requireFuture(access.expiresAt(), clock.instant());
    return change(
        id,
        key -> {
          if (key.state() == Principal.State.REVOKED) {
            return new Answer.Refused<>(Refusal.KEY_REVOKED);
          }
          if (key.life().replacedBy() != null) {
            // More time for it would be a second overlap that nobody sees.
            return new Answer.Refused<>(Refusal.KEY_REPLACED);
          }
          JdbcKeyRows.write(update(OPEN, id), access).update();
          return new Answer.Done<>(known(id));
        });
  }

  @Override
  public Answer<KeyInfo> revoke(KeyId id) {
    return change(
        id,
        key -> {
          if (key.state() != Principal.State.REVOKED) {
            update(REVOKE, id).update();
          }
          return new Answer.Done<>(known(id));
        });
  }

  @Override
  public Answer<MintedKey> rotate(Rotation wanted) {
    Instant now = clock.instant();
    requireFuture(wanted.expiresAt(), now);
    return change(
        wanted.key(),
        old -> {
          if (old.state() == Principal.State.REVOKED) {
            return new Answer.Refused<>(Refusal.KEY_REVOKED);
          }
          if (old.life().replacedBy() != null) {
            return new Answer.Refused<>(Refusal.KEY_REPLACED);
          }
          return old.access().isExpired(now)
              ? new Answer.Refused<>(Refusal.KEY_EXPIRED)
              : new Answer.Done<>(minted(rotations.replace(old, wanted, now)));
        });
  }

  private <T> Answer<T> change(KeyId id, Function<KeyInfo, Answer<T>> change) {
    return transactions.run(
        () ->
            read(FIND_AND_HOLD, id)
                .map(change)
                .orElseGet(() -> new Answer.Refused<>(Refusal.NO_SUCH_KEY)));
  }

  private JdbcClient.StatementSpec update(String sql, KeyId id) {
    return jdbc.sql(sql).param("id", id.value()).param("now", clock.instant().toString());
  }

  private KeyInfo known(KeyId id) {
    return read(FIND, id).orElseThrow(() -> new IllegalStateException(id + " is not there"));
  }

  private Optional<KeyInfo> read(String sql, KeyId id) {
    return jdbc.sql(sql).param("id", id.value()).query(JdbcKeyRows::read).optional();
  }

  private static void requireFuture(@Nullable Instant expiresAt, Instant now) {
    if (expiresAt != null && !expiresAt.isAfter(now)) {
      throw new InvalidFieldException("expires_at", "expires_at must be in the future");
    }
  }
}
