package online.speka.worker.rendering.request;

import java.util.List;
import java.util.Objects;
import online.speka.worker.rendering.request.ChatRequest.Limits;
import org.jspecify.annotations.Nullable;

/// What a client asks of a chat model through the older endpoint: texts to go on with, as they are,
/// without a conversation around them.
///
/// @param model as the client wrote it
/// @param prompts in the order of the request; at least one
/// @param limits without a limit of the client's, [#TOKENS_DEFAULT]
public record CompletionRequest(
    String model, List<Input> prompts, Sampling sampling, Limits limits, Output output) {

  /// Most tokens of a choice if the client does not say: very few, and that is the interface's own
  /// default.
  public static final int TOKENS_DEFAULT = 16;

  /// Most alternatives told per token.
  public static final int LOGPROBS_MAX = 5;

  /// Most choices of one answer, those that `best_of` drops included.
  public static final int CANDIDATES_MAX = 2048;

  public CompletionRequest {
    Objects.requireNonNull(model);
    prompts = List.copyOf(prompts);
    Objects.requireNonNull(sampling);
    Objects.requireNonNull(limits);
    Objects.requireNonNull(output);
  }

  /// Reads a body.
  ///
  /// @throws InvalidRequestException if it is no completions request
  public static CompletionRequest parse(byte[] body) {
    return CompletionRequestReader.read(JsonFields.parse(body));
  }

  /// What the answer looks like.
  ///
  /// @param includeUsage whether a stream ends with a chunk that carries the usage
  /// @param logprobs alternatives per token; absent means that no logprobs are wanted
  /// @param echo whether each choice begins with its prompt
  /// @param bestOf how many are made of each prompt, of which the likeliest `n` are shown
  /// @param suffix what comes after the text to be found
  public record Output(
      boolean stream,
      boolean includeUsage,
      @Nullable Integer logprobs,
      boolean echo,
      int bestOf,
      @Nullable String suffix) {}

  /// How many choices are made, all prompts together. Choice `i * bestOf + j` is candidate `j` of
  /// prompt `i`.
  public int candidates() {
    return prompts.size() * output.bestOf();
  }

  /// How many choices are shown.
  public int choices() {
    return prompts.size() * limits.n();
  }

  /// Whether the candidates are to be compared, so that every token's logprob is needed.
  public boolean ranked() {
    return output.bestOf() > limits.n();
  }

  /// Alternatives per token that the answer is made from; negative if no logprobs are needed.
  public int topLogprobs() {
    Integer asked = output.logprobs();
    return asked != null ? asked : ranked() ? 0 : -1;
  }
}
