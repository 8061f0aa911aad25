package online.speka.edge.validation;

import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;

/// What is wrong with a value, and where. The place grows from the inside out while the rules
/// return, so a request without a mistake pays nothing for it.
///
/// @param problem ends the sentence "Invalid type for 'messages[0].content': …"
/// @param place path of the field, or empty for the value itself
record Violation(ErrorReason reason, String problem, String place) {

  static Violation type(String expected, String got) {
    return new Violation(
        ErrorReason.INVALID_TYPE, "expected " + expected + ", but got " + got + " instead.", "");
  }

  static Violation value(String problem) {
    return new Violation(ErrorReason.INVALID_VALUE, problem, "");
  }

  static Violation unsupported(String problem) {
    return new Violation(ErrorReason.UNSUPPORTED_VALUE, problem, "");
  }

  static Violation missing(String field) {
    return new Violation(ErrorReason.MISSING_PARAMETER, "", field);
  }

  Violation in(String field) {
    String inner = place.isEmpty() || place.startsWith("[") ? place : "." + place;
    return new Violation(reason, problem, field + inner);
  }

  Violation at(int index) {
    String inner = place.isEmpty() || place.startsWith("[") ? place : "." + place;
    return new Violation(reason, problem, "[" + index + "]" + inner);
  }

  ApiError toError() {
    String message =
        switch (reason) {
          case MISSING_PARAMETER -> "Missing required parameter: '" + place + "'.";
          case INVALID_TYPE -> "Invalid type for '" + place + "': " + problem;
          case UNSUPPORTED_VALUE -> "Unsupported value for '" + place + "': " + problem;
          default -> "Invalid value for '" + place + "': " + problem;
        };
    return ApiError.ofParam(reason, message, place);
  }
}
