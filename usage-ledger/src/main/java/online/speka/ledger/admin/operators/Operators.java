package online.speka.ledger.admin.operators;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All operators. Works in the caller's database transaction, if there is one.
public interface Operators {

  /// @param after id of the one before the first that is wanted; null for the beginning
  List<Operator> list(@Nullable String after, int max);

  Optional<Operator> find(OperatorId id);

  /// Whose token this is, revoked or not.
  Optional<Operator> owner(OperatorToken token);

  /// Makes a token known. One that is known stays as it is: revoked is revoked.
  ///
  /// @param expiresAt null means never
  Operator add(
      OperatorToken token,
      String name,
      Set<Scope> scopes,
      @Nullable OperatorId createdBy,
      @Nullable Instant expiresAt);

  /// For ever. One that is revoked already stays so.
  ///
  /// @return empty if there is none
  Optional<Operator> revoke(OperatorId id);
}
