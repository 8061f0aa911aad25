package online.speka.edge.responses;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import online.speka.contract.wire.ResponseObject;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The input of a response as a list that can be paged through: every item whole, with an id.
public final class InputItems {
  public static final int LIMIT_USUAL = 20;
  public static final int LIMIT_MAX = 100;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private InputItems() {}

  /// Which of the items are asked for.
  ///
  /// @param newestFirst whether the list begins with the last item
  /// @param after the id behind which it begins
  public record Page(int limit, boolean newestFirst, @Nullable String after) {}

  public static byte[] list(ResponseRecord response, Page page) {
    List<ObjectNode> items = items(response);
    if (page.newestFirst()) {
      Collections.reverse(items);
    }
    int from = 0;
    for (int i = 0; i < items.size() && page.after() != null; i++) {
      if (page.after().equals(id(items.get(i)))) {
        from = i + 1;
      }
    }
    List<ObjectNode> shown = items.subList(from, Math.min(items.size(), from + page.limit()));
    ObjectNode list = MAPPER.createObjectNode().put("object", "list");
    ArrayNode data = list.putArray("data").addAll(shown);
    list.put("first_id", data.isEmpty() ? null : id(shown.getFirst()));
    list.put("last_id", data.isEmpty() ? null : id(shown.getLast()));
    list.put("has_more", from + shown.size() < items.size());
    return ResponseObject.utf8(list.toString());
  }

  private static String id(ObjectNode item) {
    return item.get("id").stringValue();
  }

  private static List<ObjectNode> items(ResponseRecord response) {
    JsonNode input = MAPPER.readTree(response.input());
    List<ObjectNode> items = new ArrayList<>();
    if (input.isString()) {
      ObjectNode message = MAPPER.createObjectNode().put("role", "user");
      message.set("content", input);
      items.add(whole(message, response, 0));
    } else {
      for (JsonNode item : input) {
        items.add(whole((ObjectNode) item, response, items.size()));
      }
    }
    return items;
  }

  /// What clients may leave out and readers expect.
  private static ObjectNode whole(ObjectNode item, ResponseRecord response, int index) {
    if (!item.path("type").isString()) {
      item.put("type", "message");
    }
    String type = item.get("type").stringValue();
    if (!item.path("id").isString()) {
      item.put("id", prefix(type) + name(response, index));
    }
    if (!item.path("status").isString() && !type.equals("reasoning")) {
      item.put("status", "completed");
    }
    JsonNode content = item.path("content");
    if (type.equals("message") && content.isString()) {
      boolean said = item.path("role").asString("").equals("assistant");
      ObjectNode part = MAPPER.createObjectNode();
      part.put("type", said ? "output_text" : "input_text").set("text", content);
      if (said) {
        part.putArray("annotations");
      }
      item.putArray("content").add(part);
    }
    return item;
  }

  private static String prefix(String type) {
    return switch (type) {
      case "function_call" -> "fc_";
      case "function_call_output" -> "fco_";
      case "reasoning" -> "rs_";
      default -> "msg_";
    };
  }

  private static String name(ResponseRecord response, int index) {
    byte[] name = (response.job() + "/input/" + index).getBytes(StandardCharsets.US_ASCII);
    return UUID.nameUUIDFromBytes(name).toString().replace("-", "");
  }
}
