package online.speka.contract.principal;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/// Something that a request is paid out of, or counted against: a balance, or what is left of a
/// budget. A request has to fit under every fund of its principal. How much is in a fund is not
/// told here; the ledger says it elsewhere.
///
/// @param id names it for ever, and is the name of its amount in Redis
/// @param source what a client is told who has used it up
public record Fund(String id, Source source) {

  public static final int ID_LENGTH_MAX = 64;

  /// Ids stand in lists that are separated by spaces, and in the names of Redis keys.
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0," + (ID_LENGTH_MAX - 1) + "}");

  public Fund {
    Objects.requireNonNull(source);
    if (!FORM.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "fund id must be 1 to "
              + ID_LENGTH_MAX
              + " characters of A-Z a-z 0-9 . _ : - and start with a letter or digit: "
              + id);
    }
  }

  /// Where what is in a fund comes from.
  public enum Source {
    /// The organisation's balance, filled by payments.
    PREPAID_CREDIT,
    /// The organisation's balance, filled by its plan each month.
    MONTHLY_ALLOWANCE,
    KEY_BUDGET,
    PROJECT_BUDGET,
    ORGANIZATION_BUDGET;

    /// As the body of a 402 names it.
    public String limitSource() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
