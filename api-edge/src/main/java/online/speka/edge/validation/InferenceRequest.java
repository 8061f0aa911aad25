package online.speka.edge.validation;

import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelSpec;

/// What the rest of the edge has to know of a valid body.
///
/// @param kind the endpoint that was asked
/// @param streaming whether the client reads server-sent events
/// @param promptStart where the prompt begins in the body's bytes
/// @param promptEnd where it ends
/// @param promptTokens tokens of a prompt given as tokens; -1 for one given as text
/// @param outputTokensMax most completion tokens, all choices together; for pictures see
///     [online.speka.contract.usage.ImageSize]
public record InferenceRequest(
    JobKind kind,
    ModelSpec model,
    boolean streaming,
    int promptStart,
    int promptEnd,
    long promptTokens,
    long outputTokensMax) {

  /// The same request with another prompt.
  public InferenceRequest withPrompt(int start, int end, long tokens) {
    return new InferenceRequest(kind, model, streaming, start, end, tokens, outputTokensMax);
  }
}
