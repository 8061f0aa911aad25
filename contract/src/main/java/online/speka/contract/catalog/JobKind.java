package online.speka.contract.catalog;

/// What is asked of a model. One kind is one endpoint of the public API.
public enum JobKind {
  CHAT_COMPLETIONS("chat"),
  COMPLETIONS("text_completion"),
  RESPONSES("responses"),
  EMBEDDINGS("embeddings"),
  IMAGE_GENERATIONS("image_generation");

  private final String operation;

  JobKind(String operation) {
    this.operation = operation;
  }

  /// The operation's name in spans and metrics, after OpenTelemetry's `gen_ai.operation.name`.
  public String operation() {
    return operation;
  }
}
