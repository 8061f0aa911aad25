package online.speka.edge.openai;

import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.edge.responses.InputItems;
import online.speka.edge.validation.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/// Reads the query parameters of stored responses.
final class ResponseQuery {
  private static final int DIGITS_MAX = 18;

  private ResponseQuery() {}

  static boolean isStream(MultiValueMap<String, String> query) {
    return switch (query.getFirst("stream")) {
      case null -> false;
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid("stream", "true or false is expected.");
    };
  }

  /// How many events the client has seen, given the number of the last one.
  static long skipped(MultiValueMap<String, String> query) {
    Long after = integer(query, "starting_after");
    return after == null ? 0 : after + 1;
  }

  static InputItems.Page page(MultiValueMap<String, String> query) {
    Long limit = integer(query, "limit");
    if (limit != null && (limit < 1 || limit > InputItems.LIMIT_MAX)) {
      throw invalid("limit", "an integer from 1 to " + InputItems.LIMIT_MAX + " is expected.");
    }
    boolean newestFirst =
        switch (query.getFirst("order")) {
          case null -> true;
          case "desc" -> true;
          case "asc" -> false;
          default -> throw invalid("order", "one of asc, desc is expected.");
        };
    return new InputItems.Page(
        limit == null ? InputItems.LIMIT_USUAL : limit.intValue(),
        newestFirst,
        query.getFirst("after"));
  }

  private static @Nullable Long integer(MultiValueMap<String, String> query, String name) {
    String text = query.getFirst(name);
    if (text == null) {
      return null;
    }
    boolean digits =
        !text.isEmpty()
            && text.length() <= DIGITS_MAX
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits) {
      throw invalid(name, "an integer of at least 0 is expected.");
    }
    return Long.parseLong(text);
  }

  static InvalidRequestException invalid(String param, String problem) {
    return new InvalidRequestException(
        ApiError.ofParam(
            ErrorReason.INVALID_VALUE, "Invalid value for '" + param + "': " + problem, param));
  }
}
