package online.speka.ledger.admin.operators;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Lets operators in. Every request is looked up, so that a revoked token is refused at once.
///
/// A token cannot be guessed; what is bounded is the work that guessing makes. Who has been in is
/// not shut out with a guesser of the same address.
public final class OperatorDoor {

  private static final String BEARER = "bearer ";
  private static final int HEADER_LENGTH_MAX = 200;
  private static final int BEEN_IN_MAX = 10_000;

  private final Operators operators;
  private final FailedLogins failed;
  private final InstantSource clock;
  private final Set<OperatorId> beenIn = ConcurrentHashMap.newKeySet();

  OperatorDoor(Operators operators, FailedLogins failed, InstantSource clock) {
    this.operators = operators;
    this.failed = failed;
    this.clock = clock;
  }

  /// @param authorization the header, if there is one
  public Login open(String address, @Nullable String authorization) {
    if (authorization == null) {
      return new Login.Refused("Send an operator's token: Authorization: Bearer speka-admin-…");
    }
    Instant now = clock.instant();
    Optional<OperatorToken> token = token(authorization);
    Duration wait = failed.wait(address, now);
    if (!wait.isZero() && !token.map(OperatorToken::id).filter(beenIn::contains).isPresent()) {
      return new Login.Shut(wait);
    }
    Optional<Operator> operator = token.flatMap(operators::owner);
    if (operator.isPresent() && operator.get().isIn(now)) {
      if (beenIn.size() < BEEN_IN_MAX) {
        beenIn.add(operator.get().id());
      }
      return new Login.In(operator.get());
    }
    token.map(OperatorToken::id).ifPresent(beenIn::remove);
    failed.failed(address, now);
    return new Login.Refused("The token is none of this installation, or has been revoked.");
  }

  private static Optional<OperatorToken> token(String authorization) {
    return authorization.length() <= HEADER_LENGTH_MAX
            && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? OperatorToken.parse(authorization.substring(BEARER.length()).strip())
        : Optional.empty();
  }
}
