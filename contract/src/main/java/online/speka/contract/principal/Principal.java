package online.speka.contract.principal;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import online.speka.contract.catalog.ModelId;

/// Whom a key stands for and what it may do. Made by the ledger, published on the compacted
/// principals topic, and only ever read elsewhere.
///
/// @param models models the key may use; empty means all
/// @param limits all that apply to the key, those of its tenant included
/// @param state whether the key opens anything
/// @param version grows with every change of this key; an older one never replaces a newer one
public record Principal(
    TenantId tenant,
    KeyId key,
    Set<ModelId> models,
    List<Limit> limits,
    State state,
    long version) {

  /// A hostile or broken record must not make every request expensive.
  public static final int LIMITS_MAX = 16;

  public Principal {
    Objects.requireNonNull(tenant);
    Objects.requireNonNull(key);
    Objects.requireNonNull(state);
    models = Set.copyOf(models);
    limits = List.copyOf(limits);
    if (limits.size() > LIMITS_MAX) {
      throw new IllegalArgumentException("a principal has at most " + LIMITS_MAX + " limits");
    }
  }

  /// Without limits.
  public Principal(TenantId tenant, KeyId key, Set<ModelId> models, State state, long version) {
    this(tenant, key, models, List.of(), state, version);
  }

  public boolean mayUse(ModelId model) {
    return models.isEmpty() || models.contains(model);
  }

  /// Life of a key.
  public enum State {
    ACTIVE,
    REVOKED
  }
}
