package online.speka.worker.engine.llamacpp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Job;
import online.speka.worker.rendering.AnswerHead;
import online.speka.worker.rendering.AnswerWriter;
import online.speka.worker.rendering.ChoiceText;
import online.speka.worker.rendering.Echo;
import online.speka.worker.rendering.StopStrings;
import online.speka.worker.rendering.request.ChatRequest;
import online.speka.worker.rendering.request.CompletionRequest;
import online.speka.worker.rendering.request.Input;
import online.speka.worker.rendering.request.InvalidRequestException;

/// Makes of a request what the engine runs: prompts in the model's own tokens, and the rules that
/// its answer is drawn by.
///
/// @param fingerprint names model and engine in the answer
record RequestPreparation(ModelSpec spec, LlamaModel model, String fingerprint) {

  /// Most choices of one prompt; they are made one after the other.
  static final int CHOICES_MAX = 8;

  /// @return empty if the model is closed
  /// @throws InvalidRequestException if the request asks for what this engine cannot do
  Optional<Prepared> chat(Job job, ChatRequest request) {
    requireChoices("n", request.limits().n());
    List<ChatTemplate.Turn> turns = ChatPrompt.turns(request);
    long bytes = 0;
    for (ChatTemplate.Turn turn : turns) {
      bytes += turn.content().getBytes(UTF_8).length;
    }
    requireNotHopeless(bytes, request.promptField());
    return model.prompt(turns).map(prompt -> chat(job, request, prompt));
  }

  private Prepared chat(Job job, ChatRequest request, int[] prompt) {
    boolean mayCall = ChatPrompt.mayCall(request);
    StopStrings stops = StopStrings.of(request.limits().stop());
    AnswerHead head = AnswerHead.of(job, fingerprint);
    return new Prepared(
        AnswerWriter.of(job, request, fingerprint),
        List.of(
            new Prepared.Prompt(
                prompt,
                request
                    .limits()
                    .completionTokensMax(spec.capacity(), prompt.length, request.promptField()))),
        request.limits().n(),
        new Prepared.Drawing(
            SamplingSettings.of(request.sampling(), model.vocabulary().size()),
            mayCall ? ToolGrammar.of(request) : JsonGrammar.of(request.output().format()),
            request.output().logprobs() ? request.output().topLogprobs() : -1),
        choice -> {
          SpokenText.Content content = new SpokenText.Content(new ChoiceText(choice, stops));
          return mayCall
              ? new SpokenText.ContentOrCalls(
                  content,
                  new CalledText(
                      choice, index -> head.toolCallId(choice, index), request.tooling().choice()))
              : content;
        });
  }

  /// The same for completions: the prompts as they are, without a template around them.
  Optional<Prepared> completions(Job job, CompletionRequest request) {
    requireChoices("best_of", request.output().bestOf());
    if (request.output().suffix() != null && !request.output().suffix().isEmpty()) {
      throw unsupported("suffix", "This model does not fill in before a suffix.");
    }
    if (request.output().echo() && request.output().logprobs() != null) {
      throw unsupported("echo", "This model does not tell the logprobs of a prompt.");
    }
    List<Prepared.Prompt> prompts = new ArrayList<>(request.prompts().size());
    for (Input input : request.prompts()) {
      Optional<int[]> tokens = tokens(input);
      if (tokens.isEmpty()) {
        return Optional.empty();
      }
      prompts.add(prompt(request, tokens.get()));
    }
    StopStrings stops = StopStrings.of(request.limits().stop());
    return Optional.of(
        new Prepared(
            AnswerWriter.of(job, request, echoes(request), fingerprint),
            prompts,
            request.output().bestOf(),
            new Prepared.Drawing(
                SamplingSettings.of(request.sampling(), model.vocabulary().size()),
                null,
                request.topLogprobs()),
            choice -> new SpokenText.Content(new ChoiceText(choice, stops))));
  }

  private Optional<int[]> tokens(Input input) {
    return switch (input) {
      case Input.Text(String text) -> {
        requireNotHopeless(text.getBytes(UTF_8).length, "prompt");
        yield model.tokens(text);
      }
      case Input.Tokens(int[] ids) -> {
        for (int id : ids) {
          if (id >= model.vocabulary().size()) {
            throw invalid("prompt", "'prompt' has a token that this model does not know: " + id);
          }
        }
        yield Optional.of(ids);
      }
    };
  }

  private Prepared.Prompt prompt(CompletionRequest request, int[] tokens) {
    if (tokens.length == 0) {
      throw invalid("prompt", "'prompt' must not be empty: this model cannot begin from nothing.");
    }
    return new Prepared.Prompt(
        tokens, request.limits().completionTokensMax(spec.capacity(), tokens.length, "prompt"));
  }

  private List<Echo> echoes(CompletionRequest request) {
    return request.output().echo()
        ? request.prompts().stream().map(input -> new Echo(text(input), List.of())).toList()
        : List.of();
  }

  private String text(Input input) {
    return switch (input) {
      case Input.Text(String text) -> text;
      case Input.Tokens(int[] ids) -> {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
          bytes.writeBytes(model.vocabulary().piece(id));
        }
        yield bytes.toString(UTF_8);
      }
    };
  }

  /// Refuses by its length alone what cannot fit, before it costs the time to count its tokens.
  private void requireNotHopeless(long bytes, String param) {
    int atLeast = model.vocabulary().tokensAtLeast(bytes);
    if (atLeast >= spec.capacity().contextTokens()) {
      throw InvalidRequestException.contextLengthExceeded(
          spec.capacity().contextTokens(), "at least " + atLeast, param);
    }
  }

  private static void requireChoices(String param, int choices) {
    if (choices > CHOICES_MAX) {
      throw unsupported(param, "This model makes at most " + CHOICES_MAX + " choices.");
    }
  }

  private static InvalidRequestException unsupported(String param, String message) {
    return new InvalidRequestException(
        ApiError.ofParam(ErrorReason.UNSUPPORTED_VALUE, message, param));
  }

  private static InvalidRequestException invalid(String param, String message) {
    return new InvalidRequestException(ApiError.ofParam(ErrorReason.INVALID_VALUE, message, param));
  }
}
