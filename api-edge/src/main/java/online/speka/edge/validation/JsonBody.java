package online.speka.edge.validation;

import java.util.Set;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A body that is one JSON object, parsed in one pass. Fields nobody asked for are checked for form
/// and skipped.
///
/// @param fields the fields asked for
/// @param promptStart where the prompt's value begins in the bytes
/// @param promptEnd where it ends; equal to the start if there is none
record JsonBody(ObjectNode fields, int promptStart, int promptEnd) {
  private static final int NESTING_DEPTH_MAX = 200;
  private static final int NUMBER_LENGTH_MAX = 256;
  private static final int NAME_LENGTH_MAX = 4096;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(NESTING_DEPTH_MAX)
                          .maxNumberLength(NUMBER_LENGTH_MAX)
                          .maxNameLength(NAME_LENGTH_MAX)
                          // The body's own limit comes first.
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  /// @param names the fields to keep
  /// @param prompt the one of them whose place in the bytes is wanted
  /// @throws InvalidRequestException if the bytes are not one JSON object
  static JsonBody parse(byte[] bytes, Set<String> names, String prompt) {
    int wrong = StrictText.firstWrong(bytes);
    if (wrong >= 0) {
      throw invalid(
          "The request body is not valid: byte " + wrong + " does not belong into UTF-8 text.");
    }
    try (JsonParser parser = MAPPER.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw invalid("The request body must be a JSON object.");
      }
      ObjectNode fields = MAPPER.createObjectNode();
      int promptStart = 0;
      int promptEnd = 0;
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (!names.contains(name)) {
          parser.skipChildren();
          // A skipped text is not decoded, and so not checked, before somebody asks for it.
          parser.finishToken();
          continue;
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        fields.set(name, parser.<JsonNode>readValueAsTree());
        if (name.equals(prompt)) {
          promptStart = start;
          promptEnd = (int) parser.currentLocation().getByteOffset();
        }
      }
      if (parser.nextToken() != null) {
        throw invalid("The request body has data after the JSON object.");
      }
      return new JsonBody(fields, promptStart, promptEnd);
    } catch (StreamConstraintsException _) {
      throw invalid(
          "The request body is too deep or has too long a number or name: at most "
              + NESTING_DEPTH_MAX
              + " levels, "
              + NUMBER_LENGTH_MAX
              + " digits and "
              + NAME_LENGTH_MAX
              + " characters are read.");
    } catch (JacksonException e) {
      throw invalid(
          e.getLocation() == null
              ? "The request body is not valid JSON."
              : "The request body is not valid JSON: see line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr()
                  + ".");
    }
  }

  private static InvalidRequestException invalid(String message) {
    return new InvalidRequestException(ApiError.of(ErrorReason.BAD_REQUEST, message));
  }
}
