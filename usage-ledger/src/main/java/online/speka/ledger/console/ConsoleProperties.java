package online.speka.ledger.console;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Who may use the console.
///
/// @param user the one user there is
/// @param password with an encoder's id in front, `{bcrypt}$2a$…`, or as it is
/// @param recentBillsMax how many bills the page shows
@ConfigurationProperties("speka.ledger.console")
record ConsoleProperties(
    @DefaultValue("admin") String user,
    @Nullable String password,
    @DefaultValue("25") int recentBillsMax) {

  private static final int RECENT_BILLS_MAX = 500;

  ConsoleProperties {
    if (user.isBlank()) {
      throw new IllegalArgumentException("speka.ledger.console.user must not be empty");
    }
    if (password == null || password.isBlank()) {
      throw new IllegalArgumentException(
          "speka.ledger.console.password must be set: there is no default password");
    }
    if (recentBillsMax < 1 || recentBillsMax > RECENT_BILLS_MAX) {
      throw new IllegalArgumentException(
          "speka.ledger.console.recent-bills-max must be 1 to " + RECENT_BILLS_MAX);
    }
  }

  String secret() {
    if (password == null) {
      throw new IllegalStateException("checked at construction");
    }
    return password;
  }

  @Override
  public String toString() {
    return "ConsoleProperties[" + user + "]";
  }
}
