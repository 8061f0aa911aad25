package online.speka.worker.engine.llamacpp;

import java.util.List;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.worker.rendering.request.InvalidRequestException;
import tools.jackson.databind.JsonNode;

/// What of JSON Schema an answer cannot be held to, and how a client is told.
final class SchemaRefusal {

  private static final int QUOTE_LENGTH_MAX = 40;

  private static final String FORMAT = "response_format.json_schema.schema";

  private static final List<String> CANNOT_EXPRESS =
      List.of(
          "pattern",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "uniqueItems",
          "minProperties",
          "maxProperties",
          "patternProperties",
          "propertyNames",
          "dependentRequired",
          "dependentSchemas",
          "contains",
          "prefixItems",
          "not",
          "if");

  private SchemaRefusal() {}

  /// The same refusal, of the schema of a tool's parameters.
  static InvalidRequestException ofTool(int tool, InvalidRequestException refusal) {
    String field = "tools[" + tool + "].function.parameters";
    return new InvalidRequestException(
        ApiError.ofParam(
            refusal.error().reason(), refusal.error().message().replace(FORMAT, field), field));
  }

  /// @throws InvalidRequestException if the schema has a constraint that no grammar expresses
  static void requireExpressible(JsonNode schema) {
    for (String keyword : CANNOT_EXPRESS) {
      if (schema.has(keyword)) {
        throw because("uses '" + keyword + "', which this model cannot be held to.");
      }
    }
  }

  /// @param why goes on from the schema's name
  static InvalidRequestException because(String why) {
    return new InvalidRequestException(
        ApiError.ofParam(
            ErrorReason.UNSUPPORTED_VALUE, "'" + FORMAT + "' " + why, "response_format"));
  }

  /// @param quote of the schema, perhaps long
  static InvalidRequestException because(String why, String quote) {
    String shortened =
        quote.length() <= QUOTE_LENGTH_MAX ? quote : quote.substring(0, QUOTE_LENGTH_MAX) + "…";
    return because(why + ": " + shortened + ".");
  }
}
