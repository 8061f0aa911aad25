package online.speka.edge.resumption;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.edge.validation.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/// What a client asks for in case its connection breaks.
///
/// @param key under which it may send the request again; null if it may not
/// @param numbered whether each event carries its number
/// @param seen how many events, from the first one on, it has seen already
public record Resuming(@Nullable IdempotencyKey key, boolean numbered, long seen) {
  public static final String RESUMABLE = "Speka-Resumable";
  public static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final int DIGITS_MAX = 9;

  /// Whether the answer is kept.
  public boolean isKept() {
    return key != null;
  }

  /// Reads the headers of a request.
  ///
  /// @param headers gives all values of a name
  /// @param streaming whether the answer is a stream
  /// @param generated the key of a stream that is to be resumable and was given none
  /// @throws InvalidRequestException naming the header that is wrong
  public static Resuming of(
      Function<String, List<String>> headers, boolean streaming, String generated) {
    Optional<IdempotencyKey> given = IdempotencyKey.read(headers.apply(IdempotencyKey.HEADER));
    boolean numbered = isAsked(headers.apply(RESUMABLE)) && streaming;
    long last = seen(headers.apply(LAST_EVENT_ID));
    long seen = numbered ? last : 0;
    if (seen > 0 && given.isEmpty()) {
      throw invalid(
          IdempotencyKey.HEADER,
          "The header "
              + LAST_EVENT_ID
              + " needs the "
              + IdempotencyKey.HEADER
              + " of the stream.");
    }
    return new Resuming(
        given.orElse(numbered ? new IdempotencyKey(generated) : null), numbered, seen);
  }

  private static boolean isAsked(List<String> values) {
    boolean asked = false;
    for (String value : values) {
      switch (value.toLowerCase(Locale.ROOT)) {
        case "true" -> asked = true;
        case "false" -> {}
        default -> throw invalid(RESUMABLE, "The header " + RESUMABLE + " must be true or false.");
      }
    }
    return asked;
  }

  /// An empty id is what a client has before its first event.
  private static long seen(List<String> ids) {
    String last = ids.isEmpty() ? "" : ids.getLast();
    if (last.isEmpty()) {
      return 0;
    }
    if (last.length() > DIGITS_MAX || !last.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw invalid(
          LAST_EVENT_ID, "The header " + LAST_EVENT_ID + " is not the id of an event of ours.");
    }
    return Long.parseLong(last) + 1;
  }

  private static InvalidRequestException invalid(String header, String message) {
    return new InvalidRequestException(
        ApiError.ofParam(ErrorReason.INVALID_VALUE, message, header));
  }
}
