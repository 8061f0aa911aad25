package online.speka.edge.auth;

import online.speka.contract.error.ApiError;
import online.speka.contract.principal.Principal;

/// What came of looking at a key.
public sealed interface Authentication {

  record Known(Principal principal) implements Authentication {}

  record Refused(ApiError error) implements Authentication {}
}
