package online.speka.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.KeyHash;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.Network;
import online.speka.contract.principal.Principal;
import online.speka.testkit.principals.PrincipalBuilder;
import online.speka.testkit.time.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
  private static final ApiKey KEY = ApiKey.mint(new Random(1));
  private static final ApiKey OTHER = ApiKey.mint(new Random(2));

  private static final Caller CALLER = caller("192.0.2.7");

  private final SettableClock clock = SettableClock.create();
  private final PrincipalSnapshot snapshot =
      new PrincipalSnapshot(Duration.ofSeconds(5), clock.ticker());
  private final KeyUses uses = new KeyUses();
  private final Authenticator authenticator =
      new Authenticator(snapshot, new ClientAddresses(List.of()), uses, clock);

  @BeforeEach
  void oneKeyIsKnown() {
    snapshot.put(KEY.hash(), principal(Principal.State.ACTIVE, 5));
    prove();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer %s", "bearer %s", "BEARER %s", "Bearer   %s"})
  void aKnownKeyOpens(String form) {
    assertThat(authenticate(form.formatted(KEY.reveal())))
        .isInstanceOfSatisfying(
            Authentication.Known.class,
            known -> assertThat(known.principal().tenant().value()).isEqualTo("acme"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic abc", "Bearer\t%s", "Bearer:%s", "%s"})
  void withoutABearerKeyItIsMissing(String form) {
    assertThat(reason(form.formatted(KEY.reveal()))).isEqualTo(ErrorReason.KEY_MISSING);
  }

  @Test
  void withoutTheHeaderTheKeyIsMissing() {
    assertThat(authenticator.authenticate(List.of(), Optional.empty(), CALLER))
        .isInstanceOfSatisfying(
            Authentication.Refused.class,
            refused -> assertThat(refused.error().reason()).isEqualTo(ErrorReason.KEY_MISSING));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer sk-abc", "Bearer %sx", "Bearer %s %s", "Bearer Ω"})
  void whatIsNoKeyIsInvalid(String form) {
    assertThat(reason(form.formatted(KEY.reveal(), KEY.reveal())))
        .isEqualTo(ErrorReason.KEY_INVALID);
  }

  @Test
  void anUnknownKeyIsInvalidAndNeverEchoed() {
    assertThat(authenticate("Bearer " + OTHER.reveal()))
        .isInstanceOfSatisfying(
            Authentication.Refused.class,
            refused -> {
              assertThat(refused.error().reason()).isEqualTo(ErrorReason.KEY_INVALID);
              assertThat(refused.error().message()).doesNotContain("sk-speka");
            });
  }

  @Test
  void twoHeadersAreInvalid() {
    String header = "Bearer " + KEY.reveal();

    assertThat(authenticator.authenticate(List.of(header, header), Optional.empty(), CALLER))
        .isInstanceOf(Authentication.Refused.class);
  }

  @Test
  void aRevokedKeyIsInvalid() {
    snapshot.put(KEY.hash(), principal(Principal.State.REVOKED, 6));

    assertThat(reason("Bearer " + KEY.reveal())).isEqualTo(ErrorReason.KEY_INVALID);
  }

  @Test
  void anOlderVersionNeverReplacesANewerOne() {
    snapshot.put(KEY.hash(), principal(Principal.State.REVOKED, 6));
    snapshot.put(KEY.hash(), principal(Principal.State.ACTIVE, 5));

    assertThat(reason("Bearer " + KEY.reveal())).isEqualTo(ErrorReason.KEY_INVALID);
  }

  @Test
  void aRemovedKeyIsInvalid() {
    snapshot.remove(KEY.hash());

    assertThat(reason("Bearer " + KEY.reveal())).isEqualTo(ErrorReason.KEY_INVALID);
  }

  @Test
  void beforeTheSnapshotIsCompleteEveryKeyIsAskedToComeBack() {
    PrincipalSnapshot incomplete = new PrincipalSnapshot(Duration.ofSeconds(5), clock.ticker());
    incomplete.put(KEY.hash(), principal(Principal.State.ACTIVE, 5));
    Authenticator starting =
        new Authenticator(incomplete, new ClientAddresses(List.of()), uses, clock);

    for (ApiKey key : List.of(KEY, OTHER)) {
      assertThat(starting.authenticate(List.of("Bearer " + key.reveal()), Optional.empty(), CALLER))
          .isInstanceOfSatisfying(
              Authentication.Refused.class,
              refused -> {
                assertThat(refused.error().reason()).isEqualTo(ErrorReason.UNAVAILABLE);
                assertThat(refused.error().retryAfterSeconds()).isPositive();
              });
    }
  }

  @Test
  void whenNobodyKnowsWhatHasChangedNoKeyOpensUntilSomebodyKnowsAgain() {
    clock.advance(Duration.ofSeconds(5));
    assertThat(authenticate("Bearer " + KEY.reveal())).isInstanceOf(Authentication.Known.class);

    clock.advance(Duration.ofMillis(1));
    assertThat(reason("Bearer " + KEY.reveal())).isEqualTo(ErrorReason.UNAVAILABLE);
    assertThat(reason("Bearer " + OTHER.reveal())).isEqualTo(ErrorReason.UNAVAILABLE);
    assertThat(reason("Bearer nonsense")).isEqualTo(ErrorReason.KEY_INVALID);

    prove();
    assertThat(authenticate("Bearer " + KEY.reveal())).isInstanceOf(Authentication.Known.class);
  }

  @Test
  void aClockThatIsSetMakesNoKeyOlder() {
    clock.jump(Duration.ofDays(1));
    assertThat(authenticate("Bearer " + KEY.reveal())).isInstanceOf(Authentication.Known.class);
  }

  @Test
  void aKeyOpensUntilItExpires() {
    Instant end = clock.instant().plusSeconds(2);
    open(new Access(Set.of(), Set.of(), end, List.of()));

    assertThat(authenticate("Bearer " + KEY.reveal())).isInstanceOf(Authentication.Known.class);
    clock.advance(Duration.ofSeconds(2));
    assertThat(authenticate("Bearer " + KEY.reveal()))
        .isInstanceOfSatisfying(
            Authentication.Refused.class,
            refused -> {
              assertThat(refused.error().reason()).isEqualTo(ErrorReason.KEY_INVALID);
              assertThat(refused.error().message()).contains("expired");
            });
  }

  @Test
  void aKeyForSomeEndpointsOpensThoseAndWhatIsOpenToEveryKey() {
    open(new Access(Set.of(), Set.of(JobKind.CHAT_COMPLETIONS), null, List.of()));

    assertThat(reason(Optional.of(JobKind.CHAT_COMPLETIONS), CALLER)).isEmpty();
    assertThat(reason(Optional.empty(), CALLER)).isEmpty();
    assertThat(reason(Optional.of(JobKind.EMBEDDINGS), CALLER))
        .contains(ErrorReason.ENDPOINT_NOT_ALLOWED);
  }

  @Test
  void aKeyForSomeNetworksOpensNothingFromElsewhere() {
    open(new Access(Set.of(), Set.of(), null, List.of(Network.parse("10.0.0.0/8"))));

    assertThat(reason(Optional.empty(), caller("10.1.2.3"))).isEmpty();
    assertThat(reason(Optional.empty(), caller("192.0.2.7")))
        .contains(ErrorReason.NETWORK_NOT_ALLOWED);
    assertThat(reason(Optional.empty(), new Caller(null, List.of())))
        .contains(ErrorReason.NETWORK_NOT_ALLOWED);
    assertThat(
            reason(
                Optional.empty(),
                new Caller(InetAddress.ofLiteral("192.0.2.7"), List.of("10.1.2.3"))))
        .as("anybody can send the header")
        .contains(ErrorReason.NETWORK_NOT_ALLOWED);
  }

  @Test
  void aUseIsRememberedOfKeysThatOpenedOnly() {
    var _ = authenticate("Bearer " + OTHER.reveal());
    open(new Access(Set.of(), Set.of(JobKind.EMBEDDINGS), null, List.of()));
    assertThat(reason(Optional.of(JobKind.COMPLETIONS), CALLER)).isPresent();
    assertThat(uses.take()).isEmpty();

    assertThat(reason(Optional.of(JobKind.EMBEDDINGS), CALLER)).isEmpty();
    assertThat(uses.take()).containsOnly(Map.entry(new KeyId("key-1"), clock.instant()));
    assertThat(uses.take()).isEmpty();
  }

  @Test
  void aFloodOfInvalidKeysLooksNothingUp() {
    AtomicInteger lookUps = new AtomicInteger();
    Principals counting =
        new Principals() {
          @Override
          public Optional<Principal> find(KeyHash hash) {
            lookUps.incrementAndGet();
            return snapshot.find(hash);
          }

          @Override
          public Knowledge knowledge() {
            lookUps.incrementAndGet();
            return snapshot.knowledge();
          }
        };
    Authenticator flooded =
        new Authenticator(counting, new ClientAddresses(List.of()), uses, clock);
    Random random = new Random(3);
    int letIn = 0;

    for (int i = 0; i < 10_000; i++) {
      String made = ApiKey.mint(random).reveal();
      char last = made.charAt(made.length() - 1);
      String wrong = made.substring(0, made.length() - 1) + (last == 'A' ? 'B' : 'A');
      if (flooded.authenticate(List.of("Bearer " + wrong), Optional.empty(), CALLER)
          instanceof Authentication.Known) {
        letIn++;
      }
    }

    assertThat(letIn).isZero();
    assertThat(lookUps).hasValue(0);
    var _ = flooded.authenticate(List.of("Bearer " + KEY.reveal()), Optional.empty(), CALLER);
    assertThat(lookUps).as("of a key that could be one").hasPositiveValue();
  }

  @Test
  void aRevocationIsToldOnceAfterItHolds() {
    List<Boolean> heldWhenTold = new ArrayList<>();
    snapshot.onRevoked(key -> heldWhenTold.add(snapshot.isRevoked(key)));

    snapshot.put(KEY.hash(), principal(Principal.State.REVOKED, 6));
    snapshot.put(KEY.hash(), principal(Principal.State.REVOKED, 7));
    snapshot.put(KEY.hash(), principal(Principal.State.ACTIVE, 5));

    assertThat(heldWhenTold).containsExactly(true);
    assertThat(snapshot.isRevoked(new KeyId("key-1"))).isTrue();
  }

  private void prove() {
    snapshot.provenAt(clock.ticker().getAsLong());
  }

  private void open(Access access) {
    snapshot.put(
        KEY.hash(), PrincipalBuilder.principal("acme", "key-1").access(access).version(6).build());
  }

  private Authentication authenticate(String header) {
    return authenticator.authenticate(List.of(header), Optional.empty(), CALLER);
  }

  private Optional<ErrorReason> reason(Optional<JobKind> endpoint, Caller caller) {
    return switch (authenticator.authenticate(
        List.of("Bearer " + KEY.reveal()), endpoint, caller)) {
      case Authentication.Known _ -> Optional.empty();
      case Authentication.Refused(var error) -> Optional.of(error.reason());
    };
  }

  private ErrorReason reason(String header) {
    return switch (authenticate(header)) {
      case Authentication.Known known -> throw new AssertionError("let in: " + known);
      case Authentication.Refused(var error) -> error.reason();
    };
  }

  private static Caller caller(String address) {
    return new Caller(InetAddress.ofLiteral(address), List.of());
  }

  private static Principal principal(Principal.State state, long version) {
    return PrincipalBuilder.principal("acme", "key-1").state(state).version(version).build();
  }
}
