package online.speka.worker.rendering;

import online.speka.worker.rendering.request.ToolChoice;

/// Why a choice ended.
public enum FinishReason {
  /// The model was done, or came to a stop text.
  STOP("stop"),
  /// The limit on tokens was reached.
  LENGTH("length"),
  TOOL_CALLS("tool_calls"),
  CONTENT_FILTER("content_filter");

  private final String wire;

  FinishReason(String wire) {
    this.wire = wire;
  }

  /// The word for this reason in an answer.
  public String wire() {
    return wire;
  }

  /// The reason of a choice that ends with complete calls. A call of a function the client named is
  /// no decision of the model, so OpenAI calls that a stop.
  public static FinishReason ofCalls(ToolChoice choice) {
    return switch (choice) {
      case ToolChoice.Named _ -> STOP;
      case ToolChoice.None _, ToolChoice.Auto _, ToolChoice.Required _ -> TOOL_CALLS;
    };
  }
}
