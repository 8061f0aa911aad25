package online.speka.worker.rendering.request;

import java.util.Objects;

/// One text for a model that is no conversation, or the tokens of one.
public sealed interface Input {

  record Text(String text) implements Input {
    public Text {
      Objects.requireNonNull(text);
    }
  }

  /// @param ids of the model's own vocabulary; read-only
  record Tokens(int[] ids) implements Input {
    public Tokens {
      Objects.requireNonNull(ids);
    }
  }
}
