package online.speka.worker.rendering.request;

import java.util.Objects;

/// Whether the model must, may or must not call a function.
public sealed interface ToolChoice {

  /// No calls.
  record None() implements ToolChoice {}

  /// The model decides.
  record Auto() implements ToolChoice {}

  /// At least one call, of any function.
  record Required() implements ToolChoice {}

  /// One call of this function.
  record Named(String function) implements ToolChoice {
    public Named {
      Objects.requireNonNull(function);
    }
  }
}
