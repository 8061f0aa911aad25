package online.speka.worker.rendering.request;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The fields of one JSON object of a request. `null` is the same as absent; a wrong type or range
/// is refused, naming the field by its whole path.
///
/// @param path of the object itself, with a final dot; empty at the top
record JsonFields(JsonNode object, String path) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  static JsonFields parse(byte[] body) {
    JsonNode root;
    try {
      root = MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new InvalidRequestException(
          ApiError.of(ErrorReason.BAD_REQUEST, "The body is not valid JSON."));
    }
    if (root == null || !root.isObject()) {
      throw new InvalidRequestException(
          ApiError.of(ErrorReason.BAD_REQUEST, "The body must be a JSON object."));
    }
    return new JsonFields(root, "");
  }

  /// The value of a field, or null if it is absent or `null`.
  @Nullable JsonNode value(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  @Nullable String text(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      throw wrongType(name, "a string");
    }
    return value.stringValue();
  }

  String requiredText(String name) {
    String value = text(name);
    if (value == null) {
      throw missing(name);
    }
    return value;
  }

  boolean flag(String name, boolean absent) {
    JsonNode value = value(name);
    if (value == null) {
      return absent;
    }
    if (!value.isBoolean()) {
      throw wrongType(name, "a boolean");
    }
    return value.booleanValue();
  }

  @Nullable Double decimal(String name, double min, double max) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw wrongType(name, "a number");
    }
    double number = value.numberValue().doubleValue();
    if (!(number >= min && number <= max)) {
      throw wrongValue(name, "must be between " + min + " and " + max + ".");
    }
    return number;
  }

  @Nullable Long integer(String name, long min, long max) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    // JSON has no integers of its own: 10.0 is one too.
    if (!value.isNumber() || value.doubleValue() != Math.rint(value.doubleValue())) {
      throw wrongType(name, "an integer");
    }
    if (!value.canConvertToLong() || value.longValue() < min || value.longValue() > max) {
      throw wrongValue(name, "must be between " + min + " and " + max + ".");
    }
    return value.longValue();
  }

  @Nullable JsonFields object(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isObject()) {
      throw wrongType(name, "an object");
    }
    return new JsonFields(value, path + name + ".");
  }

  JsonFields requiredObject(String name) {
    JsonFields value = object(name);
    if (value == null) {
      throw missing(name);
    }
    return value;
  }

  /// The objects of an array; empty if it is absent.
  List<JsonFields> objects(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw wrongType(name, "an array");
    }
    List<JsonFields> objects = new ArrayList<>(value.size());
    for (int i = 0; i < value.size(); i++) {
      String element = name + "[" + i + "]";
      if (!value.get(i).isObject()) {
        throw wrongType(element, "an object");
      }
      objects.add(new JsonFields(value.get(i), path + element + "."));
    }
    return objects;
  }

  InvalidRequestException missing(String name) {
    return refusal(
        ErrorReason.MISSING_PARAMETER, name, "Missing required parameter: '" + path + name + "'.");
  }

  InvalidRequestException wrongType(String name, String expected) {
    return refusal(
        ErrorReason.INVALID_TYPE,
        name,
        "Invalid type for '" + path + name + "': expected " + expected + ".");
  }

  InvalidRequestException wrongValue(String name, String why) {
    return refusal(ErrorReason.INVALID_VALUE, name, "Invalid value: '" + path + name + "' " + why);
  }

  InvalidRequestException unsupported(String name, String why) {
    return refusal(ErrorReason.UNSUPPORTED_VALUE, name, "'" + path + name + "' " + why);
  }

  private InvalidRequestException refusal(ErrorReason reason, String name, String message) {
    return new InvalidRequestException(ApiError.ofParam(reason, message, path + name));
  }
}
