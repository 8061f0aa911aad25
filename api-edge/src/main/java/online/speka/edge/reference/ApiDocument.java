package online.speka.edge.reference;

import java.util.List;
import java.util.Map;
import online.speka.contract.catalog.JobKind;
import online.speka.edge.validation.RequestSchemas;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The OpenAPI document. An endpoint is added with one file and its name in [#ENDPOINTS].
///
/// An operation says with `x-request` whose validation rules are its body, with `x-example` one
/// such body, with `x-kept` that it may be sent again, and with `x-errors` the statuses it may fail
/// with; here they become what OpenAPI calls them.
public final class ApiDocument {
  private static final List<String> ENDPOINTS =
      List.of("chat-completions", "completions", "responses", "embeddings", "images", "models");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonMapper JSON = new JsonMapper();
  private static final String REQUEST = "x-request";
  private static final String EXAMPLE = "x-example";
  private static final String ERRORS = "x-errors";
  private static final String KEPT = "x-kept";
  private static final List<String> KEPT_PARAMETERS =
      List.of("Idempotency-Key", "Speka-Resumable", "Last-Event-ID");

  private ApiDocument() {}

  /// The document as JSON.
  public static byte[] json() {
    return JSON.writeValueAsBytes(build());
  }

  static ObjectNode build() {
    ObjectNode document = read("document.yml");
    ObjectNode paths = document.putObject("paths");
    ObjectNode components = document.withObjectProperty("components");
    ObjectNode schemas = components.withObjectProperty("schemas");
    for (String name : ENDPOINTS) {
      ObjectNode endpoint = read("endpoints/" + name + ".yml");
      endpoint.get("paths").properties().forEach(path -> addPath(paths, schemas, path));
      endpoint
          .path("components")
          .path("schemas")
          .properties()
          .forEach(schema -> addSchema(schemas, schema.getKey(), schema.getValue()));
    }
    new ErrorAnswers(read("errors.yml")).addTo(components);
    return document;
  }

  private static void addPath(
      ObjectNode paths, ObjectNode schemas, Map.Entry<String, JsonNode> path) {
    path.getValue().forEach(operation -> complete((ObjectNode) operation, schemas));
    if (paths.has(path.getKey())) {
      throw new IllegalStateException("two files describe " + path.getKey());
    }
    paths.set(path.getKey(), path.getValue());
  }

  private static void addSchema(ObjectNode schemas, String name, JsonNode schema) {
    if (schemas.has(name)) {
      throw new IllegalStateException("there are two schemas " + name);
    }
    schemas.set(name, schema);
  }

  private static void complete(ObjectNode operation, ObjectNode schemas) {
    JsonNode request = operation.remove(REQUEST);
    if (request != null) {
      JobKind kind = JobKind.valueOf(request.stringValue());
      String name = operation.get("operationId").stringValue() + "Request";
      addSchema(schemas, name, RequestSchemas.of(kind));
      ObjectNode content =
          operation
              .putObject("requestBody")
              .put("required", true)
              .putObject("content")
              .putObject("application/json");
      content.putObject("schema").put("$ref", "#/components/schemas/" + name);
      content.set("example", operation.remove(EXAMPLE));
    }
    boolean kept = operation.path(KEPT).asBoolean(false);
    operation.remove(KEPT);
    if (kept) {
      ArrayNode parameters = operation.withArrayProperty("parameters");
      KEPT_PARAMETERS.forEach(
          name -> parameters.addObject().put("$ref", "#/components/parameters/" + name));
    }
    ObjectNode answers = operation.withObjectProperty("responses");
    List<String> more = kept ? List.of(KEPT_PARAMETERS.getFirst()) : List.of();
    answers.forEach(answer -> ((ObjectNode) answer).set("headers", Headers.of(more)));
    ArrayNode errors = (ArrayNode) operation.remove(ERRORS);
    errors.forEach(
        status -> answers.set(status.asString(), ErrorAnswers.reference(status.asString())));
  }

  private static ObjectNode read(String name) {
    return (ObjectNode) YAML.readTree(Resources.read(name));
  }
}
