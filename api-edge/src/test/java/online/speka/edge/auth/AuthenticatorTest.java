package online.speka.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.Principal;
import online.speka.testkit.principals.PrincipalBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
  private static final ApiKey KEY = ApiKey.mint(new Random(1));
  private static final ApiKey OTHER = ApiKey.mint(new Random(2));

  private final PrincipalSnapshot snapshot = new PrincipalSnapshot();
  private final Authenticator authenticator = new Authenticator(snapshot);

  @BeforeEach
  void oneKeyIsKnown() {
    snapshot.put(KEY.hash(), principal(Principal.State.ACTIVE, 5));
    snapshot.markComplete();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer %s", "bearer %s", "BEARER %s", "Bearer   %s"})
  void aKnownKeyOpens(String form) {
    assertThat(authenticator.authenticate(List.of(form.formatted(KEY.reveal()))))
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
    assertThat(authenticator.authenticate(List.of()))
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
    assertThat(authenticator.authenticate(List.of("Bearer " + OTHER.reveal())))
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

    assertThat(authenticator.authenticate(List.of(header, header)))
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
  void beforeTheSnapshotIsCompleteAnUnknownKeyIsAskedToComeBack() {
    Authenticator starting = new Authenticator(new PrincipalSnapshot());

    assertThat(starting.authenticate(List.of("Bearer " + KEY.reveal())))
        .isInstanceOfSatisfying(
            Authentication.Refused.class,
            refused -> {
              assertThat(refused.error().reason()).isEqualTo(ErrorReason.UNAVAILABLE);
              assertThat(refused.error().retryAfterSeconds()).isPositive();
            });
  }

  private ErrorReason reason(String header) {
    return switch (authenticator.authenticate(List.of(header))) {
      case Authentication.Known known -> throw new AssertionError("let in: " + known);
      case Authentication.Refused(var error) -> error.reason();
    };
  }

  private static Principal principal(Principal.State state, long version) {
    return PrincipalBuilder.principal("acme", "key-1").state(state).version(version).build();
  }
}
