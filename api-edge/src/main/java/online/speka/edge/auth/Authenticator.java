package online.speka.edge.auth;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.Principal;

/// Looks a bearer key up in the snapshot, and asks whether it opens what is asked for. A text that
/// cannot be a key is refused by its checksum, before anything is hashed or looked up; the look-up
/// is by hash, so its time says nothing about other keys.
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
      new Authentication.Refused(Authentication.KEY_REVOKED);
  private static final Authentication EXPIRED =
      refused(ErrorReason.KEY_INVALID, "This API key has expired.");
  private static final Authentication OTHER_NETWORK =
      refused(ErrorReason.NETWORK_NOT_ALLOWED, "This API key may not be used from this address.");
  private static final Authentication OTHER_ENDPOINT =
      refused(ErrorReason.ENDPOINT_NOT_ALLOWED, "This API key may not be used for this endpoint.");
  private static final Authentication NOT_READY =
      unavailable("The service is starting. Please try again.");
  private static final Authentication STALE =
      unavailable("API keys cannot be checked now. Please try again.");

  private final Principals principals;
  private final ClientAddresses addresses;
  private final KeyUses uses;
  private final InstantSource clock;

  Authenticator(
      Principals principals, ClientAddresses addresses, KeyUses uses, InstantSource clock) {
    this.principals = principals;
    this.addresses = addresses;
    this.uses = uses;
    this.clock = clock;
  }

  /// @param authorization every value of the header
  /// @param endpoint what is asked for; empty if every key may
  public Authentication authenticate(
      List<String> authorization, Optional<JobKind> endpoint, Caller caller) {
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
    return key.isEmpty() ? INVALID : find(key.get(), endpoint, caller);
  }

  private Authentication find(ApiKey key, Optional<JobKind> endpoint, Caller caller) {
    Principal principal = principals.find(key.hash()).orElse(null);
    if (principal != null && principal.state() == Principal.State.REVOKED) {
      return REVOKED;
    }
    return switch (principals.knowledge()) {
      // Nobody can say that a key does not exist, or was not revoked meanwhile.
      case INCOMPLETE -> NOT_READY;
      case STALE -> STALE;
      case CURRENT -> principal == null ? INVALID : open(principal, endpoint, caller);
    };
  }

  private Authentication open(Principal principal, Optional<JobKind> endpoint, Caller caller) {
    Access access = principal.access();
    Instant now = clock.instant();
    if (access.isExpired(now)) {
      return EXPIRED;
    }
    if (!access.networks().isEmpty()
        && addresses.of(caller).filter(access::mayComeFrom).isEmpty()) {
      return OTHER_NETWORK;
    }
    if (endpoint.isPresent() && !access.mayCall(endpoint.get())) {
      return OTHER_ENDPOINT;
    }
    uses.mark(principal.key(), now);
    return new Authentication.Known(principal);
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

  private static Authentication unavailable(String message) {
    return new Authentication.Refused(
        ApiError.of(ErrorReason.UNAVAILABLE, message).retryAfter(RETRY_AFTER_SECONDS));
  }
}
