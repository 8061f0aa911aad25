package online.speka.edge.limits;

import java.time.Duration;
import java.util.Optional;
import online.speka.contract.principal.Fund;
import online.speka.contract.principal.Limit;

/// What became of a request's charge and reservation.
public sealed interface LimitVerdict {

  /// Charged against all limits, and reserved under all funds.
  record Within(Remaining remaining) implements LimitVerdict {}

  /// Charged against none.
  ///
  /// @param limit the one that refuses
  /// @param pause until there is room for this request; empty if there never is
  record Exceeded(Limit limit, Optional<Duration> pause, Remaining remaining)
      implements LimitVerdict {}

  /// Charged against none: there is not enough in a fund for the most that the request can cost.
  record Exhausted(Fund fund, Remaining remaining) implements LimitVerdict {}

  /// The limits could not be asked, or it is not known what is in a fund.
  record Unknown() implements LimitVerdict {}

  /// What is left under the tightest limits; empty where there is none.
  record Remaining(Optional<Level> requests, Optional<Level> tokens) {
    public static final Remaining UNLIMITED = new Remaining(Optional.empty(), Optional.empty());
  }

  /// How full one limit is.
  ///
  /// @param left of the limit's amount
  /// @param reset until all of it is there again
  record Level(Limit limit, long left, Duration reset) {}
}
