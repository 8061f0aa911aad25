package online.speka.edge.validation;

import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.usage.Images;
import org.jspecify.annotations.Nullable;

/// What the rest of the edge has to know of a valid body.
///
/// @param kind the endpoint that was asked
/// @param streaming whether the client reads server-sent events
/// @param outputTokensMax most completion tokens, all choices together; for pictures see
///     [online.speka.contract.usage.ImageSize]
/// @param images what is asked for, if it is pictures
public record InferenceRequest(
    JobKind kind,
    ModelSpec model,
    boolean streaming,
    Prompt prompt,
    long outputTokensMax,
    @Nullable Images images) {

  /// For text and vectors.
  public InferenceRequest(
      JobKind kind, ModelSpec model, boolean streaming, Prompt prompt, long outputTokensMax) {
    this(kind, model, streaming, prompt, outputTokensMax, null);
  }

  /// For pictures, which are not streamed.
  InferenceRequest(JobKind kind, ModelSpec model, Prompt prompt, Images images) {
    this(kind, model, false, prompt, images.size().tokens() * images.count(), images);
  }

  /// Where the prompt begins in the body's bytes.
  public int promptStart() {
    return prompt.start();
  }

  /// Where it ends.
  public int promptEnd() {
    return prompt.end();
  }

  /// Tokens of a prompt given as tokens; -1 for one given as text.
  public long promptTokens() {
    return prompt.tokens();
  }

  /// The same request with some of its inputs.
  public InferenceRequest withPrompt(int start, int end, long tokens, int inputs) {
    return with(prompt.replacedBy(start, end, tokens, inputs));
  }

  /// The same request with a longer conversation in its place.
  InferenceRequest withPromptTo(int end, boolean media) {
    return with(prompt.continuedTo(end, media));
  }

  private InferenceRequest with(Prompt other) {
    return new InferenceRequest(kind, model, streaming, other, outputTokensMax, images);
  }
}
