package online.speka.contract.principal;

import java.util.List;
import java.util.Objects;

/// Whom a key stands for and what it may do. Made by the ledger, published on the compacted
/// principals topic, and only ever read elsewhere.
///
/// @param access what the key opens
/// @param limits all that apply to the key, those of its project and its organisation included
/// @param funds what its requests must fit under; empty means that they are paid for later
/// @param state whether the key opens anything
/// @param version grows with every change of this key; an older one never replaces a newer one
public record Principal(
    TenantId tenant,
    ProjectId project,
    KeyId key,
    Access access,
    List<Limit> limits,
    List<Fund> funds,
    State state,
    long version) {

  /// A hostile or broken record must not make every request expensive.
  public static final int LIMITS_MAX = 32;

  public static final int FUNDS_MAX = 8;

  public Principal {
    Objects.requireNonNull(tenant);
    Objects.requireNonNull(project);
    Objects.requireNonNull(key);
    Objects.requireNonNull(access);
    Objects.requireNonNull(state);
    limits = List.copyOf(limits);
    funds = List.copyOf(funds);
    if (limits.size() > LIMITS_MAX) {
      throw new IllegalArgumentException("a principal has at most " + LIMITS_MAX + " limits");
    }
    if (funds.size() > FUNDS_MAX) {
      throw new IllegalArgumentException("a principal has at most " + FUNDS_MAX + " funds");
    }
  }

  /// Life of a key.
  public enum State {
    ACTIVE,
    REVOKED
  }
}
