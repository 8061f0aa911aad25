package online.speka.worker.engine.simulator;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A chat answer as a client understands it, from a stream or a document.
record Answer(List<Choice> choices, JsonNode usage) {

  static final class Choice {
    final StringBuilder content = new StringBuilder();
    final StringBuilder reasoning = new StringBuilder();
    final List<String> functions = new ArrayList<>();
    final List<String> ids = new ArrayList<>();
    final List<StringBuilder> arguments = new ArrayList<>();
    final List<JsonNode> logprobs = new ArrayList<>();
    String finish;
  }

  private static final JsonMapper MAPPER = JsonMapper.shared();

  static Answer ofStream(String wire) {
    Answer answer = new Answer(new ArrayList<>(), MAPPER.createObjectNode());
    JsonNode usage = answer.usage;
    String[] events = wire.split("\n\n");
    for (String event : events) {
      if (event.equals("data: [DONE]")) {
        continue;
      }
      JsonNode chunk = MAPPER.readTree(event.substring("data: ".length()));
      for (JsonNode choice : chunk.get("choices")) {
        answer.add(choice.get("index").intValue(), choice, choice.get("delta"));
      }
      usage = chunk.hasNonNull("usage") ? chunk.get("usage") : usage;
    }
    return new Answer(answer.choices, usage);
  }

  static Answer ofDocument(String wire) {
    JsonNode document = MAPPER.readTree(wire);
    Answer answer = new Answer(new ArrayList<>(), document.get("usage"));
    for (JsonNode choice : document.get("choices")) {
      answer.add(choice.get("index").intValue(), choice, choice.get("message"));
    }
    return answer;
  }

  private void add(int index, JsonNode node, JsonNode delta) {
    while (choices.size() <= index) {
      choices.add(new Choice());
    }
    Choice choice = choices.get(index);
    choice.content.append(delta.path("content").asString(""));
    choice.reasoning.append(delta.path("reasoning_content").asString(""));
    int position = 0;
    for (JsonNode call : delta.path("tool_calls")) {
      int at = call.path("index").asInt(position++);
      if (call.has("id")) {
        choice.ids.add(call.get("id").stringValue());
        choice.functions.add(call.get("function").get("name").stringValue());
        choice.arguments.add(new StringBuilder());
      }
      choice.arguments.get(at).append(call.path("function").path("arguments").asString(""));
    }
    node.path("logprobs").path("content").forEach(choice.logprobs::add);
    if (node.hasNonNull("finish_reason")) {
      choice.finish = node.get("finish_reason").stringValue();
    }
  }

  Choice only() {
    return choices.getFirst();
  }
}
