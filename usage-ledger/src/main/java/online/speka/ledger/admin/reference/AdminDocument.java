package online.speka.ledger.admin.reference;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import online.speka.ledger.admin.http.ApiDescription;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The OpenAPI document, made of one file for each kind of thing.
///
/// An operation says with `x-errors` the statuses it may fail with beside those that every
/// operation may; here they become what OpenAPI calls them. What changes something may be given an
/// `Idempotency-Key`; what is marked with `x-money` must be.
public final class AdminDocument implements ApiDescription {

  private static final List<String> FILES =
      List.of("organizations", "keys", "limits", "money", "reports", "operators");
  private static final List<String> ERRORS_EVERYWHERE =
      List.of("400", "401", "403", "429", "500", "503");
  private static final String FOLDER = "/admin-api/";
  private static final String ERRORS = "x-errors";
  private static final String MONEY = "x-money";

  private final ObjectNode document;

  AdminDocument() {
    document = read("document.yml");
    ObjectNode paths = document.putObject("paths");
    ObjectNode schemas = document.withObjectProperty("components").withObjectProperty("schemas");
    for (String name : FILES) {
      ObjectNode file = read(name + ".yml");
      for (Map.Entry<String, JsonNode> path : file.get("paths").properties()) {
        path.getValue().properties().forEach(o -> complete(o.getKey(), (ObjectNode) o.getValue()));
        paths.set("/admin/v1" + path.getKey(), path.getValue());
      }
      file.path("schemas").properties().forEach(s -> schemas.set(s.getKey(), s.getValue()));
    }
  }

  @Override
  public byte[] document() {
    return new JsonMapper().writeValueAsBytes(document);
  }

  private static void complete(String method, ObjectNode operation) {
    boolean money = operation.remove(MONEY) != null;
    if (!method.equals("get")) {
      operation
          .withArrayProperty("parameters")
          .addObject()
          .put("$ref", "#/components/parameters/" + (money ? "KeyNeeded" : "KeyWelcome"));
    }
    ObjectNode answers = operation.withObjectProperty("responses");
    ERRORS_EVERYWHERE.forEach(status -> addError(answers, status));
    JsonNode more = operation.remove(ERRORS);
    if (more != null) {
      more.forEach(status -> addError(answers, status.asString()));
    }
  }

  private static void addError(ObjectNode answers, String status) {
    answers.putObject(status).put("$ref", "#/components/responses/Error" + status);
  }

  private static ObjectNode read(String name) {
    try (InputStream file = AdminDocument.class.getResourceAsStream(FOLDER + name)) {
      if (file == null) {
        throw new IllegalStateException("not on the class path: " + FOLDER + name);
      }
      return (ObjectNode) new YAMLMapper().readTree(file.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + FOLDER + name, e);
    }
  }
}
