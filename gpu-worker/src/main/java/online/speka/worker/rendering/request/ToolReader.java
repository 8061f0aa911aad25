package online.speka.worker.rendering.request;

import java.util.ArrayList;
import java.util.List;
import online.speka.worker.rendering.request.ChatRequest.Tooling;
import tools.jackson.databind.JsonNode;

/// Reads `tools`, `tool_choice` and `parallel_tool_calls`. An empty list of tools is none.
final class ToolReader {

  private static final int TOOLS_MAX = 128;

  private ToolReader() {}

  static Tooling read(JsonFields body) {
    List<JsonFields> given = body.objects("tools");
    if (given.size() > TOOLS_MAX) {
      throw body.wrongValue("tools", "must have at most " + TOOLS_MAX + " tools.");
    }
    List<Tool> tools = new ArrayList<>(given.size());
    for (JsonFields tool : given) {
      tools.add(tool(tool));
    }
    return tools.isEmpty()
        ? Tooling.NONE
        : new Tooling(tools, choice(body, tools), body.flag("parallel_tool_calls", true));
  }

  private static Tool tool(JsonFields tool) {
    if (!"function".equals(tool.requiredText("type"))) {
      throw tool.unsupported("type", "must be function.");
    }
    JsonFields function = tool.requiredObject("function");
    JsonFields parameters = function.object("parameters");
    return new Tool(
        function.requiredText("name"),
        function.text("description"),
        parameters == null ? null : parameters.object(),
        function.flag("strict", false));
  }

  private static ToolChoice choice(JsonFields body, List<Tool> tools) {
    JsonNode choice = body.value("tool_choice");
    if (choice == null) {
      return new ToolChoice.Auto();
    }
    if (!choice.isString()) {
      String name =
          body.requiredObject("tool_choice").requiredObject("function").requiredText("name");
      if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
        throw body.wrongValue("tool_choice", "names a function that is not in 'tools'.");
      }
      return new ToolChoice.Named(name);
    }
    return switch (choice.stringValue()) {
      case "none" -> new ToolChoice.None();
      case "auto" -> new ToolChoice.Auto();
      case "required" -> new ToolChoice.Required();
      default ->
          throw body.wrongValue("tool_choice", "must be none, auto, required or a function.");
    };
  }
}
