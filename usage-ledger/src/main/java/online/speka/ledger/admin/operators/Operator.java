package online.speka.ledger.admin.operators;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Somebody who runs this installation, as their token says.
public record Operator(
    OperatorId id, String name, String displayPrefix, Set<Scope> scopes, Life life) {

  public static final int NAME_LENGTH_MAX = 100;

  public Operator {
    Objects.requireNonNull(id);
    Objects.requireNonNull(name);
    Objects.requireNonNull(displayPrefix);
    Objects.requireNonNull(life);
    scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
  }

  public boolean may(Scope scope) {
    return scopes.contains(scope);
  }

  boolean isIn(Instant now) {
    return life.revokedAt() == null && (life.expiresAt() == null || now.isBefore(life.expiresAt()));
  }

  /// As the books name who wanted something.
  public String signature() {
    return name + " (" + id + ")";
  }

  /// @param createdBy whose token made this one; null for the configuration's
  /// @param expiresAt null means never
  public record Life(
      Instant createdAt,
      @Nullable OperatorId createdBy,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt) {
    public Life {
      Objects.requireNonNull(createdAt);
    }
  }
}
