package online.speka.ledger.admin.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import online.speka.testkit.time.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OperatorDoorTest {

  private static final String HERE = "127.0.0.1";
  private static final String ELSEWHERE = "10.0.0.1";

  private final SettableClock clock = SettableClock.create();
  private final KnownTokens tokens = new KnownTokens();
  private final OperatorDoor door =
      new OperatorDoor(tokens, new FailedLogins(3, Duration.ofMinutes(1), 2), clock);

  @Test
  void whoHasATokenComesIn() {
    assertThat(open(HERE, tokens.add(null))).isInstanceOf(Login.In.class);
    assertThat(door.open(HERE, null)).isInstanceOf(Login.Refused.class);
    assertThat(door.open(HERE, "Basic x")).isInstanceOf(Login.Refused.class);
  }

  @Test
  void aTokenThatHasExpiredOpensNothing() {
    OperatorToken token = tokens.add(clock.instant().plusSeconds(10));

    assertThat(open(HERE, token)).isInstanceOf(Login.In.class);
    clock.advance(Duration.ofSeconds(10));
    assertThat(open(HERE, token)).isInstanceOf(Login.Refused.class);
  }

  @Test
  void afterThreeFailuresNobodyLooksAtAnAddressForAMinute() {
    fail(HERE, 3);
    int lookedUp = tokens.lookedUp;

    assertThat(open(HERE, stranger())).isEqualTo(new Login.Shut(Duration.ofMinutes(1)));
    assertThat(tokens.lookedUp).isEqualTo(lookedUp);
    assertThat(open(ELSEWHERE, stranger())).isInstanceOf(Login.Refused.class);

    clock.advance(Duration.ofMinutes(1));
    assertThat(open(HERE, stranger())).isInstanceOf(Login.Refused.class);
  }

  @Test
  void whoHasBeenInIsNotShutOutWithAGuesser() {
    OperatorToken token = tokens.add(null);
    OperatorToken late = tokens.add(null);
    open(HERE, token);
    fail(HERE, 3);

    assertThat(open(HERE, token)).isInstanceOf(Login.In.class);
    assertThat(open(HERE, late)).isInstanceOf(Login.Shut.class);
  }

  @Test
  void addressesAreForgottenBeforeTheyAreTooMany() {
    fail(HERE, 3);
    fail(ELSEWHERE, 1);
    fail("10.0.0.2", 1);

    assertThat(open(HERE, stranger())).isInstanceOf(Login.Refused.class);
  }

  private void fail(String address, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(open(address, stranger())).isInstanceOf(Login.Refused.class);
    }
  }

  private Login open(String address, OperatorToken token) {
    return door.open(address, "Bearer " + token.reveal());
  }

  private static OperatorToken stranger() {
    return OperatorToken.mint(new SecureRandom());
  }

  /** Tokens in memory; none is ever revoked. */
  private final class KnownTokens implements Operators {
    private final Map<String, Operator> byHash = new HashMap<>();
    private int lookedUp;

    OperatorToken add(@Nullable Instant expiresAt) {
      OperatorToken token = stranger();
      add(token, "somebody", Set.of(Scope.READ), null, expiresAt);
      return token;
    }

    @Override
    public Operator add(
        OperatorToken token,
        String name,
        Set<Scope> scopes,
        @Nullable OperatorId createdBy,
        @Nullable Instant expiresAt) {
      Operator operator =
          new Operator(
              token.id(),
              name,
              token.displayPrefix(),
              scopes,
              new Operator.Life(clock.instant(), createdBy, expiresAt, null));
      byHash.put(token.hash(), operator);
      return operator;
    }

    @Override
    public Optional<Operator> owner(OperatorToken token) {
      lookedUp++;
      return Optional.ofNullable(byHash.get(token.hash()));
    }

    @Override
    public List<Operator> list(@Nullable String after, int max) {
      return List.copyOf(byHash.values());
    }

    @Override
    public Optional<Operator> find(OperatorId id) {
      return Optional.empty();
    }

    @Override
    public Optional<Operator> revoke(OperatorId id) {
      return Optional.empty();
    }
  }
}
