package online.speka.ledger.admin.http;

import java.util.Objects;
import java.util.function.Function;
import online.speka.ledger.admin.operators.Scope;
import org.springframework.http.HttpMethod;

/// One thing that operators can ask for.
///
/// @param path below the root of the API, with variables in braces
public record Operation(HttpMethod method, String path, Effect effect) {

  public Operation {
    Objects.requireNonNull(method);
    Objects.requireNonNull(path);
    Objects.requireNonNull(effect);
  }

  /// What it does to the installation.
  public sealed interface Effect {

    Scope scope();

    /// None.
    record Read(Function<Call, Reply> reader) implements Effect {
      @Override
      public Scope scope() {
        return Scope.READ;
      }
    }

    /// It is written down, and undone as a whole if anything of it fails.
    ///
    /// @param action what the audit log calls it
    record Change(Scope scope, String action, Function<Call, Reply.Changed> change)
        implements Effect {}
  }

  /// Whether the same request twice must be known as such: it would move money twice.
  boolean needsIdempotencyKey() {
    return method.equals(HttpMethod.POST) && effect.scope() == Scope.MONEY;
  }

  public static Operation get(String path, Function<Call, Reply> reader) {
    return new Operation(HttpMethod.GET, path, new Effect.Read(reader));
  }

  public static Operation change(
      HttpMethod method, String path, String action, Function<Call, Reply.Changed> change) {
    return new Operation(method, path, new Effect.Change(Scope.WRITE, action, change));
  }

  public static Operation money(
      HttpMethod method, String path, String action, Function<Call, Reply.Changed> change) {
    return new Operation(method, path, new Effect.Change(Scope.MONEY, action, change));
  }
}
