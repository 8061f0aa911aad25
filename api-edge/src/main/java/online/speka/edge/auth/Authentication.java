package online.speka.edge.auth;

import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.principal.Principal;

/// What came of looking at a key.
public sealed interface Authentication {

  /// For requests that were let in before, too.
  ApiError KEY_REVOKED = ApiError.of(ErrorReason.KEY_INVALID, "This API key has been revoked.");

  record Known(Principal principal) implements Authentication {}

  record Refused(ApiError error) implements Authentication {}
}
