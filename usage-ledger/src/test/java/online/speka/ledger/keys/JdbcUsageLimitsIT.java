package online.speka.ledger.keys;

import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.funds.FundChanges;
import online.speka.ledger.organizations.Answer;
import online.speka.ledger.organizations.InvalidFieldException;
import online.speka.ledger.organizations.Name;
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
class JdbcUsageLimitsIT {

  private static final TenantId ACME = new TenantId("acme");
  private static final LimitTarget ORGANIZATION = new LimitTarget.OfOrganization(ACME);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final LimitRule REQUESTS = rule(Limit.Unit.REQUESTS, 60, MINUTE, null);
  private static final LimitRule TOKENS = rule(Limit.Unit.TOKENS, 9_000, MINUTE, "vendor/chat");
  private static final LimitRule PARALLEL =
      rule(Limit.Unit.PARALLEL_REQUESTS, 4, Duration.ZERO, null);

  private final LedgerDatabase database;
  private final UsageLimits limits;
  private final ApiKeys keys;

  JdbcUsageLimitsIT(PostgresDatabase postgres) {
    this.database = new LedgerDatabase(postgres);
    SettableClock clock = SettableClock.at(Instant.parse("2026-03-01T12:00:00Z"));
    JdbcTransactions transactions = new JdbcTransactions(database.transactions());
    this.limits = new JdbcUsageLimits(database.jdbc(), transactions, clock);
    this.keys =
        new JdbcApiKeys(database.jdbc(), transactions, FundChanges.NONE, clock, new SecureRandom());
  }

  @BeforeEach
  void openAccount() {
    database.addTenant(ACME);
  }

  @AfterEach
  void clear() {
    database.clear();
    database.close();
  }

  @Test
  void whatIsSetIsAllThereIsForEachTargetByItself() {
    // Given
    KeyInfo key = mint();
    LimitTarget ofKey = new LimitTarget.OfKey(key.id());
    LimitTarget ofProject = new LimitTarget.OfProject(ACME, key.project());
    // When
    set(ORGANIZATION, REQUESTS, TOKENS);
    set(ofProject, PARALLEL);
    set(ofKey, REQUESTS);
    // Then
    assertThat(get(ORGANIZATION)).containsExactlyInAnyOrder(REQUESTS, TOKENS);
    assertThat(get(ofProject)).containsExactly(PARALLEL);
    assertThat(get(ofKey)).containsExactly(REQUESTS);
    // When
    LimitRule more = rule(Limit.Unit.REQUESTS, 61, MINUTE, null);
    set(ORGANIZATION, more, PARALLEL);
    // Then
    assertThat(get(ORGANIZATION)).containsExactlyInAnyOrder(more, PARALLEL);
    assertThat(get(ofKey)).containsExactly(REQUESTS);
    // When
    set(ORGANIZATION);
    // Then
    assertThat(get(ORGANIZATION)).isEmpty();
    assertThat(get(ofProject)).containsExactly(PARALLEL);
  }

  @Test
  void aChangeIsAnnouncedToTheKeysItHoldsForAndNoChangeToNobody() {
    // Given
    KeyInfo key = mint();
    set(ORGANIZATION, REQUESTS);
    database.jdbc().sql("delete from principal_outbox").update();
    // When
    set(ORGANIZATION, REQUESTS);
    // Then
    assertThat(database.count("principal_outbox")).isZero();
    // When
    set(ORGANIZATION, REQUESTS, TOKENS);
    // Then
    assertThat(
            database
                .jdbc()
                .sql("select distinct key_id from principal_outbox")
                .query(String.class)
                .list())
        .containsExactly(key.id().value());
  }

  @Test
  void aTargetThatIsNotThereHasNoLimits() {
    assertThat(limits.get(new LimitTarget.OfOrganization(new TenantId("nobody"))))
        .isEqualTo(new Answer.Refused<>(Refusal.NO_SUCH_ORGANIZATION));
    assertThat(limits.get(new LimitTarget.OfProject(ACME, new ProjectId("prj_none"))))
        .isEqualTo(new Answer.Refused<>(Refusal.NO_SUCH_PROJECT));
    assertThat(limits.get(new LimitTarget.OfProject(new TenantId("nobody"), mint().project())))
        .isEqualTo(new Answer.Refused<>(Refusal.NO_SUCH_PROJECT));
    assertThat(limits.set(new LimitTarget.OfKey(new KeyId("key_none")), List.of(REQUESTS)))
        .isEqualTo(new Answer.Refused<>(Refusal.NO_SUCH_KEY));
  }

  @Test
  void twoRulesForTheSameAreRefusedByTheFieldsName() {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(
            () ->
                limits.set(
                    ORGANIZATION, List.of(REQUESTS, rule(Limit.Unit.REQUESTS, 61, MINUTE, null))))
        .satisfies(thrown -> assertThat(thrown.field()).isEqualTo("limits"));
  }

  @Test
  void moreLimitsThanEdgesCanBeToldOfAreRefusedHereAndByTheDatabase() {
    // Given
    List<LimitRule> many =
        IntStream.rangeClosed(1, UsageLimits.RULES_MAX + 1)
            .mapToObj(i -> rule(Limit.Unit.REQUESTS, 1, Duration.ofSeconds(i), null))
            .toList();
    // Then
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> limits.set(ORGANIZATION, many));
    assertThatThrownBy(
            () ->
                database
                    .jdbc()
                    .sql(
                        """
                        insert into usage_limit (tenant_id, unit, amount, per_ms, created_at)
                        select 'acme', 'REQUESTS', 1, i * 1000, now() from generate_series(1, 11) i
                        """)
                    .update())
        .hasMessageContaining("more than 10 limits");
  }

  private KeyInfo mint() {
    return JdbcApiKeysIT.done(
            keys.mint(
                new NewKey(
                    ACME,
                    null,
                    new Name("shop"),
                    ApiKey.Mode.LIVE,
                    Access.UNRESTRICTED,
                    "ada@example.org")))
        .info();
  }

  private void set(LimitTarget target, LimitRule... rules) {
    var _ = JdbcApiKeysIT.done(limits.set(target, List.of(rules)));
  }

  private List<LimitRule> get(LimitTarget target) {
    return JdbcApiKeysIT.done(limits.get(target));
  }

  private static LimitRule rule(Limit.Unit unit, long amount, Duration per, String model) {
    return new LimitRule(unit, amount, per, model == null ? null : new ModelId(model));
  }
}
