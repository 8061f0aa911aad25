package online.speka.edge.reference;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks JSON against schemas of the served document. Stricter than a client may be: a field that
 * an answer's schema does not name is an error.
 */
public final class ApiSchemas {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final ObjectNode document;

  public ApiSchemas(byte[] openApi) {
    this.document = (ObjectNode) new JsonMapper().readTree(openApi);
  }

  /** What is wrong with this answer, by the schema of this name. */
  public List<Error> check(String schema, JsonNode value) {
    ObjectNode closed = document.deepCopy();
    close(closed.get("components").get("schemas"));
    return compile(closed, schema).validate(value);
  }

  /** What is wrong with this request. */
  public List<Error> checkRequest(String schema, JsonNode value) {
    return compile(document.deepCopy(), schema).validate(value);
  }

  private static Schema compile(ObjectNode root, String schema) {
    root.put("$ref", "#/components/schemas/" + schema);
    return REGISTRY.getSchema(root);
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.get("properties") instanceof ObjectNode
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(ApiSchemas::close);
  }
}
