package online.speka.edge.resumption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.edge.validation.InvalidRequestException;

/// The client's own name for a request, by which it can be sent again. Means nothing outside its
/// tenant.
public record IdempotencyKey(String value) {
  public static final String HEADER = "Idempotency-Key";

  /// Longest key, in characters.
  public static final int LENGTH_MAX = 255;

  /// @throws InvalidRequestException if it is empty, too long or not printable ASCII
  public IdempotencyKey {
    if (value.isEmpty()
        || value.length() > LENGTH_MAX
        || !value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw invalid("must be 1 to " + LENGTH_MAX + " characters of printable ASCII");
    }
  }

  /// @param values of the header
  static Optional<IdempotencyKey> read(List<String> values) {
    if (values.size() > 1) {
      throw invalid("must be given once");
    }
    return values.stream().findFirst().map(IdempotencyKey::new);
  }

  String digest() {
    return HexFormat.of().formatHex(Fingerprint.sha256().digest(value.getBytes(US_ASCII)));
  }

  private static InvalidRequestException invalid(String problem) {
    return new InvalidRequestException(
        ApiError.ofParam(
            ErrorReason.INVALID_VALUE, "The header " + HEADER + " " + problem + ".", HEADER));
  }
}
