package online.speka.edge.reference;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The headers of answers, by reference.
final class Headers {
  private static final List<String> EVERYWHERE =
      List.of(
          "x-request-id",
          "openai-processing-ms",
          "x-ratelimit-limit-requests",
          "x-ratelimit-remaining-requests",
          "x-ratelimit-reset-requests",
          "x-ratelimit-limit-tokens",
          "x-ratelimit-remaining-tokens",
          "x-ratelimit-reset-tokens");

  private Headers() {}

  /// @param more beside those that every answer has
  static ObjectNode of(List<String> more) {
    ObjectNode headers = JsonNodeFactory.instance.objectNode();
    EVERYWHERE.forEach(name -> add(headers, name));
    more.forEach(name -> add(headers, name));
    return headers;
  }

  private static void add(ObjectNode headers, String name) {
    headers.putObject(name).put("$ref", "#/components/headers/" + name);
  }
}
