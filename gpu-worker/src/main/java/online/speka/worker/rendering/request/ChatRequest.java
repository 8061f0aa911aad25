package online.speka.worker.rendering.request;

import java.util.List;
import java.util.Objects;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a client asks of a chat model: everything of the body that an engine needs.
///
/// @param model as the client wrote it
/// @param repeated the body's own fields, for an endpoint whose answers repeat them. Read-only
public record ChatRequest(
    String model,
    List<Message> messages,
    Sampling sampling,
    Limits limits,
    Output output,
    Tooling tooling,
    @Nullable JsonNode repeated) {

  public ChatRequest {
    Objects.requireNonNull(model);
    messages = List.copyOf(messages);
    Objects.requireNonNull(sampling);
    Objects.requireNonNull(limits);
    Objects.requireNonNull(output);
    Objects.requireNonNull(tooling);
  }

  /// Reads a body.
  ///
  /// @throws InvalidRequestException if it is no chat request
  public static ChatRequest parse(byte[] body) {
    return ChatRequestReader.read(JsonFields.parse(body));
  }

  /// Reads a body of any endpoint that a chat model serves.
  ///
  /// @throws InvalidRequestException if it is no such request
  public static ChatRequest parse(JobKind kind, byte[] body) {
    return switch (kind) {
      case CHAT_COMPLETIONS -> parse(body);
      case RESPONSES -> responses(JsonFields.parse(body));
      case COMPLETIONS, EMBEDDINGS, IMAGE_GENERATIONS ->
          throw new IllegalArgumentException("no chat model reads " + kind);
    };
  }

  private static ChatRequest responses(JsonFields body) {
    ChatRequest chat = ChatRequestReader.read(new JsonFields(ResponsesRequest.toChat(body), ""));
    return new ChatRequest(
        chat.model,
        chat.messages,
        chat.sampling,
        chat.limits,
        chat.output,
        chat.tooling,
        body.object());
  }

  /// The field that holds the conversation.
  public String promptField() {
    return repeated == null ? "messages" : "input";
  }

  /// When an answer ends.
  ///
  /// @param maxTokens most completion tokens of one choice; absent means the model's own limit
  /// @param n choices
  /// @param stop texts that end a choice and are not part of it
  public record Limits(@Nullable Integer maxTokens, int n, List<String> stop) {
    public Limits {
      stop = List.copyOf(stop);
    }

    /// Most completion tokens of one choice, given what the prompt leaves of the model's window.
    ///
    /// @throws InvalidRequestException if the prompt leaves no room for a single token
    public int completionTokensMax(ModelSpec.Capacity capacity, long promptTokens) {
      return completionTokensMax(capacity, promptTokens, "messages");
    }

    /// @param param the field that holds the prompt
    public int completionTokensMax(ModelSpec.Capacity capacity, long promptTokens, String param) {
      long left = capacity.contextTokens() - promptTokens;
      if (left < 1) {
        throw InvalidRequestException.contextLengthExceeded(
            capacity.contextTokens(), Long.toString(promptTokens), param);
      }
      long ofModel = Math.min(left, Math.max(1, capacity.outputTokensMax()));
      return (int) (maxTokens == null ? ofModel : Math.min(ofModel, maxTokens));
    }
  }

  /// What the answer looks like.
  ///
  /// @param includeUsage whether a stream ends with a chunk that carries the usage
  /// @param topLogprobs alternatives per token; 0 unless `logprobs`
  /// @param reasoningEffort absent means the model's default
  public record Output(
      boolean stream,
      boolean includeUsage,
      boolean logprobs,
      int topLogprobs,
      ResponseFormat format,
      @Nullable ReasoningEffort reasoningEffort) {
    public Output {
      Objects.requireNonNull(format);
    }
  }

  /// Functions the model may call.
  ///
  /// @param choice [ToolChoice.None] if there are no tools
  /// @param parallel whether one answer may hold more than one call
  public record Tooling(List<Tool> tools, ToolChoice choice, boolean parallel) {
    public static final Tooling NONE = new Tooling(List.of(), new ToolChoice.None(), true);

    public Tooling {
      tools = List.copyOf(tools);
      Objects.requireNonNull(choice);
    }
  }

  /// How long a reasoning model thinks.
  public enum ReasoningEffort {
    NONE,
    MINIMAL,
    LOW,
    MEDIUM,
    HIGH,
    XHIGH,
    MAX
  }
}
