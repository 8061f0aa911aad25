package online.speka.worker.engine.simulator;

import online.speka.contract.catalog.ModelId;
import online.speka.worker.rendering.request.ChatRequest;
import online.speka.worker.rendering.request.Message;
import online.speka.worker.rendering.request.Message.Part;
import online.speka.worker.rendering.request.ResponseFormat;
import online.speka.worker.rendering.request.Tool;
import online.speka.worker.rendering.request.ToolChoice;
import org.jspecify.annotations.Nullable;

/// Lays a chat request out as a model would see it, tools first, and derives the seed of its
/// answer.
final class ChatPrompt {

  private static final int MESSAGE_TOKENS = 4;
  private static final int TOOL_TOKENS = 8;
  private static final int MEDIA_TOKENS = 256;
  private static final int ANSWER_TOKENS = 3;

  private final PromptScan scan = new PromptScan();

  private ChatPrompt() {}

  /// @param scan of the prompt alone: tokens and blocks
  /// @param seed follows from everything the answer depends on
  record Scanned(PromptScan scan, long seed) {}

  static Scanned of(ModelId model, ChatRequest request) {
    ChatPrompt prompt = new ChatPrompt();
    prompt.scan.note(model.value());
    request.tooling().tools().forEach(prompt::tool);
    prompt.format(request.output().format());
    request.messages().forEach(prompt::message);
    prompt.scan.marks(0, ANSWER_TOKENS);
    return new Scanned(prompt.scan, prompt.seed(request));
  }

  private void tool(Tool tool) {
    scan.marks(1, TOOL_TOKENS);
    scan.text(tool.name());
    text(tool.description());
    if (tool.parameters() != null) {
      scan.text(tool.parameters().toString());
    }
  }

  private void format(ResponseFormat format) {
    switch (format) {
      case ResponseFormat.Text _ -> {}
      case ResponseFormat.JsonObject _ -> scan.note(2);
      case ResponseFormat.JsonSchema(String name, var schema, _) -> {
        scan.text(name);
        scan.text(schema.toString());
      }
    }
  }

  private void message(Message message) {
    scan.note(message.role().wire());
    scan.marks(2, MESSAGE_TOKENS);
    text(message.name());
    text(message.reasoning());
    for (Part part : message.parts()) {
      switch (part) {
        case Part.Text(String text) -> scan.text(text);
        case Part.Refusal(String text) -> scan.text(text);
        case Part.Media(String type, String source) -> {
          scan.note(type);
          scan.note(source);
          scan.marks(3, MEDIA_TOKENS);
        }
      }
    }
    for (Message.ToolCall call : message.toolCalls()) {
      scan.marks(4, 1);
      scan.text(call.name());
      scan.text(call.arguments());
    }
  }

  private void text(@Nullable String text) {
    if (text != null) {
      scan.text(text);
    }
  }

  private long seed(ChatRequest request) {
    PromptScan parameters = new PromptScan();
    parameters.note(scan.hash());
    parameters.note(choice(request.tooling().choice()));
    parameters.note(request.tooling().parallel() ? 1 : 0);
    parameters.note(String.valueOf(request.output().reasoningEffort()));
    parameters.sampling(request.sampling());
    return parameters.hash();
  }

  private static String choice(ToolChoice choice) {
    return switch (choice) {
      case ToolChoice.None _ -> "none";
      case ToolChoice.Auto _ -> "auto";
      case ToolChoice.Required _ -> "required";
      case ToolChoice.Named(String function) -> "function " + function;
    };
  }
}
