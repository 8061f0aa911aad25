package online.speka.worker.rendering.request;

import online.speka.worker.rendering.request.ChatRequest.Limits;
import online.speka.worker.rendering.request.ChatRequest.Output;
import online.speka.worker.rendering.request.ChatRequest.ReasoningEffort;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads a chat request's fields but for messages and tools, which have readers of their own.
final class ChatRequestReader {

  private static final int TOP_LOGPROBS_MAX = 20;
  private static final int CHOICES_MAX = 128;

  private ChatRequestReader() {}

  static ChatRequest read(JsonFields body) {
    requireNothingIn(body, "functions", "is not supported; use 'tools' instead.");
    requireNothingIn(body, "function_call", "is not supported; use 'tool_choice' instead.");
    return new ChatRequest(
        body.requiredText("model"),
        MessageReader.read(body),
        SamplingReader.sampling(body),
        limits(body),
        output(body),
        ToolReader.read(body),
        null);
  }

  /// An empty list asks for nothing: some clients send one always.
  private static void requireNothingIn(JsonFields body, String name, String problem) {
    JsonNode value = body.value(name);
    if (value != null && !(value.isArray() && value.isEmpty())) {
      throw body.unsupported(name, problem);
    }
  }

  private static Limits limits(JsonFields body) {
    Long newer = body.integer("max_completion_tokens", 1, Long.MAX_VALUE);
    Long older = body.integer("max_tokens", 1, Long.MAX_VALUE);
    Long most = newer != null ? newer : older;
    Long n = body.integer("n", 1, CHOICES_MAX);
    return new Limits(
        most == null ? null : (int) Math.min(most, Integer.MAX_VALUE),
        n == null ? 1 : n.intValue(),
        SamplingReader.stop(body));
  }

  private static Output output(JsonFields body) {
    JsonFields streamOptions = body.object("stream_options");
    boolean logprobs = body.flag("logprobs", false);
    Long topLogprobs = body.integer("top_logprobs", 0, TOP_LOGPROBS_MAX);
    return new Output(
        body.flag("stream", false),
        streamOptions != null && streamOptions.flag("include_usage", false),
        logprobs,
        logprobs && topLogprobs != null ? topLogprobs.intValue() : 0,
        format(body),
        effort(body));
  }

  private static ResponseFormat format(JsonFields body) {
    JsonFields format = body.object("response_format");
    if (format == null) {
      return new ResponseFormat.Text();
    }
    String type = format.requiredText("type");
    return switch (type) {
      case "text" -> new ResponseFormat.Text();
      case "json_object" -> new ResponseFormat.JsonObject();
      case "json_schema" -> schema(format.requiredObject("json_schema"));
      default -> throw format.wrongValue("type", "must be text, json_object or json_schema.");
    };
  }

  private static ResponseFormat schema(JsonFields format) {
    JsonFields schema = format.object("schema");
    if (schema == null) {
      return new ResponseFormat.JsonObject();
    }
    return new ResponseFormat.JsonSchema(
        format.requiredText("name"), schema.object(), format.flag("strict", false));
  }

  private static @Nullable ReasoningEffort effort(JsonFields body) {
    String effort = body.text("reasoning_effort");
    return switch (effort) {
      case null -> null;
      case "none" -> ReasoningEffort.NONE;
      case "minimal" -> ReasoningEffort.MINIMAL;
      case "low" -> ReasoningEffort.LOW;
      case "medium" -> ReasoningEffort.MEDIUM;
      case "high" -> ReasoningEffort.HIGH;
      case "xhigh" -> ReasoningEffort.XHIGH;
      case "max" -> ReasoningEffort.MAX;
      default -> throw body.wrongValue("reasoning_effort", "is none of the known efforts.");
    };
  }
}
