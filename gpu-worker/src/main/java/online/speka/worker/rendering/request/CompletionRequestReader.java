package online.speka.worker.rendering.request;

import java.util.List;
import online.speka.worker.rendering.request.ChatRequest.Limits;
import online.speka.worker.rendering.request.CompletionRequest.Output;

/// Reads the fields of a request for completions.
final class CompletionRequestReader {

  private static final int CHOICES_MAX = 128;

  private CompletionRequestReader() {}

  static CompletionRequest read(JsonFields body) {
    List<Input> prompts = InputReader.read(body, "prompt", InputReader.Empty.ALLOWED);
    Limits limits = limits(body);
    Output output = output(body, limits.n());
    if ((long) prompts.size() * output.bestOf() > CompletionRequest.CANDIDATES_MAX) {
      throw body.wrongValue(
          "prompt",
          "asks for too many answers: at most "
              + CompletionRequest.CANDIDATES_MAX
              + ", all prompts and choices together.");
    }
    return new CompletionRequest(
        body.requiredText("model"), prompts, SamplingReader.sampling(body), limits, output);
  }

  private static Limits limits(JsonFields body) {
    Long most = body.integer("max_tokens", 0, Long.MAX_VALUE);
    Long n = body.integer("n", 1, CHOICES_MAX);
    return new Limits(
        most == null ? CompletionRequest.TOKENS_DEFAULT : (int) Math.min(most, Integer.MAX_VALUE),
        n == null ? 1 : n.intValue(),
        SamplingReader.stop(body));
  }

  private static Output output(JsonFields body, int n) {
    JsonFields streamOptions = body.object("stream_options");
    boolean stream = body.flag("stream", false);
    Long logprobs = body.integer("logprobs", 0, CompletionRequest.LOGPROBS_MAX);
    Long bestOf = body.integer("best_of", 1, CHOICES_MAX);
    if (bestOf != null && bestOf < n) {
      throw body.wrongValue("best_of", "must not be less than 'n'.");
    }
    if (bestOf != null && bestOf > n && stream) {
      throw body.wrongValue(
          "best_of", "must not be more than 'n' in a stream: the best are known at the end.");
    }
    return new Output(
        stream,
        streamOptions != null && streamOptions.flag("include_usage", false),
        logprobs == null ? null : logprobs.intValue(),
        body.flag("echo", false),
        bestOf == null ? n : bestOf.intValue(),
        body.text("suffix"));
  }
}
