package online.speka.edge.reference;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.principal.Fund;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The answers of each error status, made of the one table of reasons.
///
/// @param meanings by status, what it means
record ErrorAnswers(JsonNode meanings) {
  private static final int PAYMENT_REQUIRED = 402;
  private static final int CONFLICT = 409;
  private static final int GONE = 410;
  private static final Set<Integer> SECONDS_TO_WAIT = Set.of(429, 503);
  private static final String STRING = "string";

  /// Adds a schema and an answer for every status that a client can see.
  void addTo(ObjectNode components) {
    ObjectNode schemas = components.withObjectProperty("schemas");
    ObjectNode answers = components.withObjectProperty("responses");
    // What ends a stream may be any of them.
    schemas.set(name(""), schema(_ -> true));
    for (String status : meanings.propertyNames()) {
      schemas.set(name(status), schema(reason -> status.equals(text(reason))));
      answers.set(name(status), answer(Integer.parseInt(status)));
    }
  }

  static ObjectNode reference(String status) {
    return object().put("$ref", "#/components/responses/" + name(status));
  }

  private static String name(String status) {
    return "Error" + status;
  }

  private ObjectNode answer(int status) {
    String text = Integer.toString(status);
    ObjectNode answer = object().put("description", meanings.get(text).stringValue());
    answer.set("headers", Headers.of(headers(status)));
    answer
        .putObject("content")
        .putObject("application/json")
        .putObject("schema")
        .put("$ref", "#/components/schemas/" + name(text));
    return answer;
  }

  private static List<String> headers(int status) {
    if (SECONDS_TO_WAIT.contains(status)) {
      return List.of("Retry-After", "x-should-retry");
    }
    return switch (status) {
      case 401 -> List.of("WWW-Authenticate");
      case 405 -> List.of("Allow");
      case 400, PAYMENT_REQUIRED, CONFLICT, GONE, 500, 502, 504 -> List.of("x-should-retry");
      default -> List.of();
    };
  }

  private static String text(ErrorReason reason) {
    return Integer.toString(reason.status());
  }

  private static ObjectNode schema(Predicate<ErrorReason> which) {
    Set<String> types = new LinkedHashSet<>();
    Set<@Nullable String> codes = new LinkedHashSet<>();
    Arrays.stream(ErrorReason.values())
        .filter(which)
        .forEach(
            reason -> {
              types.add(reason.type());
              codes.add(reason.code());
            });
    ObjectNode error = object().put("type", "object");
    ArrayNode required =
        error.putArray("required").add("message").add("type").add("param").add("code");
    ObjectNode properties = error.putObject("properties");
    properties.putObject("message").put("type", STRING).put("minLength", 1);
    types.forEach(properties.putObject("type").put("type", STRING).withArray("enum")::add);
    properties
        .putObject("param")
        .put("description", "The field that is wrong, if it is one.")
        .putArray("type")
        .add(STRING)
        .add("null");
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    codes.forEach(values::add);
    properties.putObject("code").set("enum", values);
    if (which.test(ErrorReason.QUOTA_EXHAUSTED)) {
      ObjectNode source = properties.putObject("limit_source").put("type", STRING);
      source.put("description", "What is used up.");
      Arrays.stream(Fund.Source.values())
          .map(Fund.Source::limitSource)
          .forEach(source.withArray("enum")::add);
      if (codes.size() == 1) {
        required.add("limit_source");
      }
    }
    ObjectNode schema = object().put("type", "object");
    schema.putArray("required").add("error");
    schema.putObject("properties").set("error", error);
    return schema;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
