package online.speka.ledger.admin.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an operator is answered.
public sealed interface Reply {

  /// @param body becomes JSON
  record Json(Object body) implements Reply {
    public Json {
      Objects.requireNonNull(body);
    }
  }

  /// @param fileName as which a browser would keep it
  record Csv(String text, String fileName) implements Reply {}

  /// Something was changed.
  ///
  /// @param status 200, or 201 if there is something new
  /// @param target what was changed, as `key:key_1`
  /// @param tenant whose it is; null if it is nobody's
  /// @param body becomes JSON; a field of it named `secret` is shown this once and kept nowhere
  record Changed(int status, String target, @Nullable String tenant, Object body) implements Reply {
    public Changed {
      Objects.requireNonNull(target);
      Objects.requireNonNull(body);
    }
  }
}
