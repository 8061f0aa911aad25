package online.speka.edge.auth;

import java.util.List;
import java.util.Optional;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.Principal;

/// Looks a bearer key up in the snapshot. A text that cannot be a key is refused by its checksum,
/// before anything is hashed or looked up; the look-up is by hash, so its time says nothing about
/// other keys.
public final class Authenticator {
  private static final String SCHEME = "bearer";
  private static final int HEADER_LENGTH_MAX = 256;
  private static final int RETRY_AFTER_SECONDS = 1;

  private static final Authentication MISSING =
      refused(
          ErrorReason.KEY_MISSING,
          "You didn't provide an API key. Send it in the header Authorization: Bearer YOUR_KEY.");
  private static final Authentication INVALID =
      refused(ErrorReason.KEY_INVALID, "Incorrect API key provided.");
  private static final Authentication REVOKED =
      refused(ErrorReason.KEY_INVALID, "This API key has been revoked.");
  private static final Authentication NOT_READY =
      new Authentication.Refused(
          ApiError.of(ErrorReason.UNAVAILABLE, "The service is starting. Please try again.")
              .retryAfter(RETRY_AFTER_SECONDS));

  private final PrincipalSnapshot principals;

  Authenticator(PrincipalSnapshot principals) {
    this.principals = principals;
  }

  /// @param authorization every value of the header
  public Authentication authenticate(List<String> authorization) {
    if (authorization.isEmpty()) {
      return MISSING;
    }
    String credentials = authorization.getFirst();
    if (authorization.size() > 1 || credentials.length() > HEADER_LENGTH_MAX) {
      return INVALID;
    }
    Optional<String> text = bearer(credentials);
    if (text.isEmpty()) {
      return MISSING;
    }
    Optional<ApiKey> key = ApiKey.parse(text.get());
    return key.isEmpty() ? INVALID : find(key.get());
  }

  private Authentication find(ApiKey key) {
    Principal principal = principals.find(key.hash()).orElse(null);
    if (principal == null) {
      // Before the snapshot is complete, nobody can say that a key does not exist.
      return principals.isComplete() ? INVALID : NOT_READY;
    }
    return switch (principal.state()) {
      case ACTIVE -> new Authentication.Known(principal);
      case REVOKED -> REVOKED;
    };
  }

  /// The text after the scheme, which may be in any case, and spaces.
  private static Optional<String> bearer(String credentials) {
    int scheme = SCHEME.length();
    if (!credentials.regionMatches(true, 0, SCHEME, 0, scheme)
        || credentials.length() <= scheme
        || credentials.charAt(scheme) != ' ') {
      return Optional.empty();
    }
    int start = scheme;
    while (start < credentials.length() && credentials.charAt(start) == ' ') {
      start++;
    }
    return start == credentials.length()
        ? Optional.empty()
        : Optional.of(credentials.substring(start));
  }

  private static Authentication refused(ErrorReason reason, String message) {
    return new Authentication.Refused(ApiError.of(reason, message));
  }
}
