package online.speka.ledger.organizations;

import java.util.Locale;
import java.util.regex.Pattern;

/// An e-mail address, in small letters. Whether it is somebody's is known only when a mail arrives
/// there, so no more is asked of its form than keeps out what is surely none.
public record Email(String value) {

  public static final int LENGTH_MAX = 254;

  private static final Pattern FORM =
      Pattern.compile("[^\\s@\\p{Cntrl}<>\"(),:;\\[\\]]+@[^\\s@\\p{Cntrl}<>\"(),:;\\[\\]]+");

  public Email {
    value = value.strip().toLowerCase(Locale.ROOT);
    if (value.length() > LENGTH_MAX || !FORM.matcher(value).matches()) {
      throw new InvalidFieldException(
          "email", "email must be an e-mail address of at most " + LENGTH_MAX + " characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
