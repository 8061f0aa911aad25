package online.speka.contract.principal;

import java.time.Duration;
import java.util.Objects;
import online.speka.contract.catalog.ModelId;
import org.jspecify.annotations.Nullable;

/// A bound on what an organisation, one of its projects or one of its keys may use. A request has
/// to fit under every limit that applies to it; the tightest one decides.
///
/// @param scope who shares it
/// @param unit what is counted
/// @param amount how much of it
/// @param per the time after which used-up `amount` is there again, flowing back evenly; for
///     [Unit#PARALLEL_REQUESTS] it has no meaning and is zero
/// @param model the one model whose requests are counted; null means all requests are
public record Limit(Scope scope, Unit unit, long amount, Duration per, @Nullable ModelId model) {

  /// Beyond it a microsecond is too coarse for an even flow.
  public static final long AMOUNT_MAX = 1_000_000_000_000L;

  public static final Duration PER_MAX = Duration.ofDays(31);

  public Limit {
    Objects.requireNonNull(scope);
    Objects.requireNonNull(unit);
    if (amount < 1 || amount > AMOUNT_MAX) {
      throw new IllegalArgumentException(
          "a limit's amount must be 1 to " + AMOUNT_MAX + ", not " + amount);
    }
    boolean flows = unit != Unit.PARALLEL_REQUESTS;
    if (flows != per.isPositive() || per.compareTo(PER_MAX) > 0) {
      throw new IllegalArgumentException("a limit on " + unit + " must not have the period " + per);
    }
  }

  /// For requests to all models.
  public Limit(Scope scope, Unit unit, long amount, Duration per) {
    this(scope, unit, amount, per, null);
  }

  public static Limit parallel(Scope scope, long amount) {
    return new Limit(scope, Unit.PARALLEL_REQUESTS, amount, Duration.ZERO);
  }

  public Limit forModel(ModelId only) {
    return new Limit(scope, unit, amount, per, only);
  }

  /// @param asked null if the request names no model that exists
  public boolean appliesTo(@Nullable ModelId asked) {
    return model == null || model.equals(asked);
  }

  /// Who shares a limit.
  public enum Scope {
    /// All keys of the organisation.
    TENANT,
    /// All keys of a project.
    PROJECT,
    KEY
  }

  /// What is counted.
  public enum Unit {
    /// Requests, answered or refused for what is in them.
    REQUESTS,
    /// Prompt and completion tokens: estimated before, corrected after.
    TOKENS,
    /// Requests that are being served.
    PARALLEL_REQUESTS
  }
}
