package online.speka.ledger.admin.operators;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param token the first operator's, whole; made known at start where it is not, with every scope.
///     One that was revoked stays revoked
/// @param failedLoginsMax of one address within the window; after it nobody looks at its tokens
/// @param failedLoginsWindow from the first failure on
/// @param failingAddressesMax how many addresses are remembered
@ConfigurationProperties("speka.ledger.admin.operators")
record OperatorProperties(
    @Nullable String token,
    @DefaultValue("10") int failedLoginsMax,
    @DefaultValue("1m") Duration failedLoginsWindow,
    @DefaultValue("10000") int failingAddressesMax) {

  OperatorProperties {
    if (token != null && OperatorToken.parse(token).isEmpty()) {
      throw new IllegalArgumentException(
          "speka.ledger.admin.operators.token is not a token: speka-admin- and 43 characters");
    }
    if (failedLoginsMax < 1 || failingAddressesMax < 1 || !failedLoginsWindow.isPositive()) {
      throw new IllegalArgumentException("speka.ledger.admin.operators: values must be positive");
    }
  }

  @Override
  public String toString() {
    return "OperatorProperties[" + failedLoginsMax + " in " + failedLoginsWindow + "]";
  }
}
