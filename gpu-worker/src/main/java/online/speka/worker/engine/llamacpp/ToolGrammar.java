package online.speka.worker.engine.llamacpp;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.worker.rendering.JsonBytes;
import online.speka.worker.rendering.request.ChatRequest;
import online.speka.worker.rendering.request.InvalidRequestException;
import online.speka.worker.rendering.request.Tool;
import online.speka.worker.rendering.request.ToolChoice;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The grammar of an answer that may or must call functions. A call is written as [#OPENING], the
/// function's name, [#BEFORE_ARGUMENTS], the arguments and [#CLOSING]; so whatever the model
/// thinks, its calls can be read ([CalledText]) and their arguments fit their schema.
final class ToolGrammar {

  /// No other answer begins with the first character of this.
  static final String OPENING = "<tool_call>\n{\"name\": ";

  static final String BEFORE_ARGUMENTS = ", \"arguments\": ";
  static final String CLOSING = "}\n</tool_call>";

  /// Most calls of one answer: small models like to go on.
  static final int CALLS_MAX = 4;

  private static final String ANYTHING_ELSE = "[^<] .*";

  private ToolGrammar() {}

  /// @param request with tools that may be called
  /// @throws InvalidRequestException if a schema asks for what cannot be held to
  static String of(ChatRequest request) {
    GrammarRules rules = new GrammarRules();
    try {
      rules.define("call", GrammarRules.oneOf(calls(rules, request.tooling())));
      rules.define("root", root(rules, request));
    } catch (GrammarRules.TooLargeException e) {
      throw new InvalidRequestException(
          ApiError.ofParam(
              ErrorReason.UNSUPPORTED_VALUE, "The schemas of 'tools' are too large.", "tools"));
    }
    return rules.text() + JsonGrammar.VALUES;
  }

  private static String root(GrammarRules rules, ChatRequest request) {
    String more = " ( \"\\n\" call ){0," + (CALLS_MAX - 1) + "}";
    String calls = "call" + (request.tooling().parallel() ? more : "");
    return switch (request.tooling().choice()) {
      case ToolChoice.Named _ -> "call";
      case ToolChoice.Required _ -> calls;
      case ToolChoice.Auto _ -> {
        String format = JsonGrammar.expression(rules, request.output().format());
        yield calls + " | " + (format == null ? ANYTHING_ELSE : format);
      }
      case ToolChoice.None _ -> throw new IllegalStateException("no tool may be called");
    };
  }

  private static List<String> calls(GrammarRules rules, ChatRequest.Tooling tooling) {
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < tooling.tools().size(); i++) {
      Tool tool = tooling.tools().get(i);
      boolean named =
          !(tooling.choice() instanceof ToolChoice.Named(String function))
              || function.equals(tool.name());
      if (named) {
        calls.add(call(rules, i, tool));
      }
    }
    return calls;
  }

  private static String call(GrammarRules rules, int index, Tool tool) {
    String arguments;
    try {
      arguments = SchemaGrammar.expression(rules, parameters(tool), tool.strict());
    } catch (InvalidRequestException e) {
      throw SchemaRefusal.ofTool(index, e);
    }
    String name = new JsonBytes(64).quoted(tool.name()).toString();
    return List.of(
            GrammarRules.words(OPENING + name + BEFORE_ARGUMENTS),
            "( " + arguments + " )",
            GrammarRules.words(CLOSING))
        .stream()
        .collect(joining(" "));
  }

  /// Arguments are an object, whatever the schema leaves out.
  private static JsonNode parameters(Tool tool) {
    JsonNode given = tool.parameters();
    if (given == null) {
      ObjectNode none = JsonNodeFactory.instance.objectNode().put("type", "object");
      return none.put("additionalProperties", false);
    }
    boolean open =
        given instanceof ObjectNode
            && !given.has("type")
            && !given.has("$ref")
            && !given.has("anyOf")
            && !given.has("oneOf")
            && !given.has("allOf");
    return open ? ((ObjectNode) given).deepCopy().put("type", "object") : given;
  }
}
