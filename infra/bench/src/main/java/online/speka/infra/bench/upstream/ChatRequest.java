package online.speka.infra.bench.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.util.Optional;
import online.speka.infra.bench.script.StreamScript;
import online.speka.infra.bench.script.StreamScript.Shape;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What matters of the body of a chat request.
record ChatRequest(
    String model, StreamScript script, int promptTokens, boolean stream, boolean includeUsage) {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  /// Empty if the body is no chat request.
  ///
  /// @param otherwise the shape for prompts that do not ask for one
  static Optional<ChatRequest> parse(ByteBuf body, Shape otherwise) {
    try {
      JsonNode root = MAPPER.readTree(new ByteBufInputStream(body.duplicate()));
      JsonNode messages = root.path("messages");
      String model = root.path("model").stringValue("");
      if (model.isEmpty() || !messages.isArray() || messages.isEmpty()) {
        return Optional.empty();
      }
      String prompt = messages.path(messages.size() - 1).path("content").stringValue("");
      StreamScript script =
          StreamScript.ofPrompt(prompt)
              .orElseGet(() -> new StreamScript(0, limited(otherwise, root)));
      return Optional.of(
          new ChatRequest(
              model,
              script,
              prompt.split(" ", -1).length,
              root.path("stream").booleanValue(false),
              root.path("stream_options").path("include_usage").booleanValue(false)));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static Shape limited(Shape shape, JsonNode root) {
    int limit =
        root.path("max_completion_tokens")
            .intValue(root.path("max_tokens").intValue(Shape.TOKENS_MAX));
    return shape.withTokens(Math.clamp(limit, 1, shape.tokens()));
  }
}
