package online.speka.ledger.keys;

import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.Network;
import online.speka.contract.principal.Principal;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.funds.FundChanges;
import online.speka.ledger.organizations.Answer;
import online.speka.ledger.organizations.InvalidFieldException;
import online.speka.ledger.organizations.Name;
import online.speka.ledger.organizations.Page;
import online.speka.ledger.organizations.Paging;
import online.speka.ledger.organizations.Refusal;
import online.speka.ledger.posting.JdbcTransactions;
import online.speka.ledger.posting.LedgerDatabase;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.WithServices;
import online.speka.testkit.time.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithServices(POSTGRES)
class JdbcApiKeysIT {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId OTHER = new TenantId("other");
  private static final Access NARROW =
      new Access(
          Set.of(new ModelId("vendor/chat")),
          Set.of(JobKind.CHAT_COMPLETIONS),
          NOW.plus(Duration.ofDays(30)),
          List.of(Network.parse("10.0.0.0/8"), Network.parse("2001:db8::/32")));

  private final SettableClock clock = SettableClock.at(NOW);
  private final List<String> madeFunds = new ArrayList<>();
  private final FundChanges funds =
      new FundChanges() {
        @Override
        public void changed(Collection<TenantId> tenants) {}

        @Override
        public void made(TenantId tenant, String fund) {
          madeFunds.add(tenant + " " + fund);
        }
      };
  private final LedgerDatabase database;
  private final ApiKeys keys;
  private final UsageLimits limits;

  JdbcApiKeysIT(PostgresDatabase postgres) {
    this.database = new LedgerDatabase(postgres);
    JdbcTransactions transactions = new JdbcTransactions(database.transactions());
    this.keys = new JdbcApiKeys(database.jdbc(), transactions, funds, clock, new SecureRandom());
    this.limits = new JdbcUsageLimits(database.jdbc(), transactions, clock);
  }

  @BeforeEach
  void openAccounts() {
    database.addTenant(ACME);
    database.addTenant(OTHER);
  }

  @AfterEach
  void clear() {
    database.clear();
    database.close();
  }

  @Test
  void aMintedKeyIsWhatWasWantedAndItsSecretIsNowhereInTheDatabase() {
    // When
    MintedKey minted = done(keys.mint(wanted(NARROW)));
    // Then
    KeyInfo info = minted.info();
    assertThat(keys.find(info.id())).contains(info);
    assertThat(info.access()).isEqualTo(NARROW);
    assertThat(info.organization()).isEqualTo(ACME);
    assertThat(info.name()).isEqualTo(new Name("shop"));
    assertThat(info.state()).isEqualTo(Principal.State.ACTIVE);
    assertThat(info.life().createdBy()).isEqualTo("ada@example.org");
    assertThat(info.life().lastUsedAt()).isNull();
    assertThat(minted.secret().displayPrefix()).isEqualTo(info.displayPrefix());
    assertThat(announced()).containsExactly(info.id().value());
    assertThat(database.jdbc().sql("select k::text from api_key k").query(String.class).single())
        .contains(minted.secret().hash().hex())
        .doesNotContain(minted.secret().reveal());
    assertThat(minted.toString()).doesNotContain(minted.secret().reveal());
  }

  @Test
  void aKeyForTestsSaysSoAndStaysOneWhenItIsRotated() {
    // Given
    MintedKey minted =
        done(
            keys.mint(
                new NewKey(
                    ACME,
                    null,
                    new Name("try"),
                    ApiKey.Mode.TEST,
                    Access.UNRESTRICTED,
                    "ada@example.org")));
    // When
    MintedKey rotated = done(keys.rotate(rotation(minted.info().id(), Duration.ofHours(1))));
    // Then
    assertThat(minted.secret().reveal()).startsWith(ApiKey.TEST_PREFIX);
    assertThat(rotated.secret().reveal()).startsWith(ApiKey.TEST_PREFIX);
  }

  @Test
  void aKeyIsMintedInAProjectOfItsOwnOrganizationOnly() {
    // Given
    ProjectId others = defaultProject(OTHER);
    // Then
    assertThat(keys.mint(wanted(ACME, others, Access.UNRESTRICTED)))
        .isEqualTo(new Answer.Refused<>(Refusal.NO_SUCH_PROJECT));
    assertThat(keys.mint(wanted(new TenantId("nobody"), null, Access.UNRESTRICTED)))
        .isEqualTo(new Answer.Refused<>(Refusal.NO_SUCH_ORGANIZATION));
    assertThat(done(keys.mint(wanted(OTHER, others, Access.UNRESTRICTED))).info().project())
        .isEqualTo(others);
  }

  @Test
  void aKeyThatWouldBeDeadWhenItIsBornIsRefusedByTheFieldsName() {
    Access past = new Access(Set.of(), Set.of(), NOW, List.of());
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> keys.mint(wanted(past)))
        .satisfies(thrown -> assertThat(thrown.field()).isEqualTo("expires_at"));
  }

  @Test
  void aRevokedKeyStaysRevokedAndIsAnnouncedOnce() {
    // Given
    KeyId id = done(keys.mint(wanted(NARROW))).info().id();
    forgetAnnouncements();
    // When
    KeyInfo revoked = done(keys.revoke(id));
    clock.advance(Duration.ofHours(1));
    KeyInfo again = done(keys.revoke(id));
    // Then
    assertThat(revoked.state()).isEqualTo(Principal.State.REVOKED);
    assertThat(again).isEqualTo(revoked);
    assertThat(announced()).containsExactly(id.value());
    assertThat(keys.changeAccess(id, Access.UNRESTRICTED))
        .isEqualTo(new Answer.Refused<>(Refusal.KEY_REVOKED));
    assertThat(keys.rotate(rotation(id, Duration.ofHours(1))))
        .isEqualTo(new Answer.Refused<>(Refusal.KEY_REVOKED));
    assertThat(keys.revoke(new KeyId("key_none")))
        .isEqualTo(new Answer.Refused<>(Refusal.NO_SUCH_KEY));
  }

  @Test
  void aRotatedKeyIsGoodUntilTheOverlapEndsAndTheNewOneIsLikeIt() {
    // Given
    KeyInfo old = done(keys.mint(wanted(NARROW))).info();
    LimitRule rule = new LimitRule(Limit.Unit.REQUESTS, 5, Duration.ofMinutes(1), null);
    var _ = done(limits.set(new LimitTarget.OfKey(old.id()), List.of(rule)));
    // When
    MintedKey rotated = done(keys.rotate(rotation(old.id(), Duration.ofHours(24))));
    // Then
    KeyInfo before = keys.find(old.id()).orElseThrow();
    assertThat(before.life().replacedBy()).isEqualTo(rotated.info().id());
    assertThat(before.access().expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(24)));
    assertThat(before.state()).isEqualTo(Principal.State.ACTIVE);
    assertThat(rotated.info().access()).isEqualTo(NARROW);
    assertThat(rotated.info().project()).isEqualTo(old.project());
    assertThat(rotated.info().name()).isEqualTo(old.name());
    assertThat(rotated.info().life().createdBy()).isEqualTo("bob@example.org");
    assertThat(limits.get(new LimitTarget.OfKey(rotated.info().id())))
        .isEqualTo(new Answer.Done<>(List.of(rule)));
    // Then neither again, nor more time for the old one
    assertThat(keys.rotate(rotation(old.id(), Duration.ZERO)))
        .isEqualTo(new Answer.Refused<>(Refusal.KEY_REPLACED));
    assertThat(keys.changeAccess(old.id(), NARROW))
        .isEqualTo(new Answer.Refused<>(Refusal.KEY_REPLACED));
  }

  @Test
  void anOverlapNeverGivesAKeyMoreTimeThanItHad() {
    // Given
    KeyId id = done(keys.mint(wanted(NARROW))).info().id();
    // When
    var _ = done(keys.rotate(rotation(id, Duration.ofDays(90))));
    // Then
    assertThat(keys.find(id).orElseThrow().access().expiresAt()).isEqualTo(NARROW.expiresAt());
  }

  @Test
  void aRotatedKeyHasNoMoreToSpendThanTheOldOneHadLeft() {
    // Given
    KeyId id = done(keys.mint(wanted(NARROW))).info().id();
    database
        .jdbc()
        .sql(
            """
            insert into budget (budget_id, tenant_id, key_id, period, amount, month, created_at)
            values ('bud_1', 'acme', ?, 'MONTH', 1000, '2026-03-01', now())
            """)
        .param(id.value())
        .update();
    database.jdbc().sql("insert into budget_spent values ('bud_1', '2026-03-01', 300)").update();
    // When
    KeyId replacement = done(keys.rotate(rotation(id, Duration.ofHours(1)))).info().id();
    // Then
    assertThat(
            database
                .jdbc()
                .sql("select unspent from fund_level where key_id = ?")
                .param(replacement.value())
                .query(Long.class)
                .list())
        .containsExactly(700L);
    assertThat(madeFunds).singleElement().asString().startsWith("acme bud_");
  }

  @Test
  void withoutAnOverlapTheOldKeyIsRevokedAtOnce() {
    // Given
    KeyId id = done(keys.mint(wanted(Access.UNRESTRICTED))).info().id();
    // When
    MintedKey rotated = done(keys.rotate(rotation(id, Duration.ZERO)));
    // Then
    assertThat(keys.find(id).orElseThrow().state()).isEqualTo(Principal.State.REVOKED);
    assertThat(rotated.info().state()).isEqualTo(Principal.State.ACTIVE);
    assertThat(rotated.info().access()).isEqualTo(Access.UNRESTRICTED);
  }

  @Test
  void anExpiredKeyIsNotRotatedButMayBeGivenMoreTime() {
    // Given
    KeyId id = done(keys.mint(wanted(NARROW))).info().id();
    clock.advance(Duration.ofDays(31));
    // Then
    assertThat(keys.rotate(rotation(id, Duration.ZERO)))
        .isEqualTo(new Answer.Refused<>(Refusal.KEY_EXPIRED));
    assertThat(done(keys.changeAccess(id, Access.UNRESTRICTED)).access())
        .isEqualTo(Access.UNRESTRICTED);
  }

  @Test
  void aListIsOfOneOrganizationOrOneProject() {
    // Given
    KeyId first = done(keys.mint(wanted(NARROW))).info().id();
    clock.advance(Duration.ofSeconds(1));
    KeyId second = done(keys.mint(wanted(NARROW))).info().id();
    var _ = done(keys.mint(wanted(OTHER, null, NARROW)));
    // When
    Page<KeyInfo> page = keys.list(ACME, defaultProject(ACME), new Paging(null, 1));
    // Then
    assertThat(page.hasMore()).isTrue();
    assertThat(page.items()).extracting(KeyInfo::id).containsExactly(first);
    assertThat(keys.list(ACME, null, new Paging(first.value(), 5)).items())
        .extracting(KeyInfo::id)
        .containsExactly(second);
    assertThat(keys.list(ACME, defaultProject(OTHER), Paging.FIRST).items()).isEmpty();
    assertThat(done(keys.rename(first, new Name("window"))).name()).isEqualTo(new Name("window"));
  }

  private static NewKey wanted(Access access) {
    return wanted(ACME, null, access);
  }

  private static NewKey wanted(TenantId tenant, ProjectId project, Access access) {
    return new NewKey(
        tenant, project, new Name("shop"), ApiKey.Mode.LIVE, access, "ada@example.org");
  }

  private static Rotation rotation(KeyId id, Duration overlap) {
    return new Rotation(id, overlap, null, "bob@example.org");
  }

  private ProjectId defaultProject(TenantId tenant) {
    return new ProjectId(
        database
            .jdbc()
            .sql("select project_id from project where tenant_id = ?")
            .param(tenant.value())
            .query(String.class)
            .single());
  }

  private List<String> announced() {
    return database
        .jdbc()
        .sql("select key_id from principal_outbox order by sequence")
        .query(String.class)
        .list();
  }

  private void forgetAnnouncements() {
    database.jdbc().sql("delete from principal_outbox").update();
  }

  static <T> T done(Answer<T> answer) {
    return switch (answer) {
      case Answer.Done<T>(T value) -> value;
      case Answer.Refused<T>(Refusal why) -> throw new AssertionError("refused: " + why);
    };
  }
}
