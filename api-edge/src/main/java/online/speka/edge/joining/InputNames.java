package online.speka.edge.joining;

import java.util.regex.Pattern;
import online.speka.contract.error.ApiError;

/// Errors about one input name its place. A slice counts from its own first input, the client from
/// the request's.
public final class InputNames {
  private static final Pattern NAME = Pattern.compile("\\binput\\[([0-9]{1,7})]");

  private InputNames() {}

  /// The error of a slice as one of the request.
  public static ApiError inRequest(ApiError error, Slice slice) {
    String param = error.param();
    return new ApiError(
        error.reason(),
        renamed(error.message(), slice),
        param == null ? null : renamed(param, slice),
        error.retryAfterSeconds());
  }

  private static String renamed(String text, Slice slice) {
    return NAME.matcher(text).replaceAll(name -> "input[" + place(name.group(1), slice) + "]");
  }

  private static int place(String digits, Slice slice) {
    return Integer.parseInt(digits) + slice.firstInput();
  }
}
