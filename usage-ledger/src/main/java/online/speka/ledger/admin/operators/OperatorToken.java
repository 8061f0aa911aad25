package online.speka.ledger.admin.operators;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// A secret token: `speka-admin-` and 256 random bits. The text never appears in [#toString()].
///
/// It has the form of no API key, and opens no inference.
public final class OperatorToken {

  private static final String PREFIX = "speka-admin-";
  private static final int RANDOM_BYTES = 32;
  private static final int DISPLAY_LENGTH = PREFIX.length() + 4;
  private static final int ID_DIGITS = 16;
  private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9A-Za-z_-]{43}");

  private final String secret;

  private OperatorToken(String secret) {
    this.secret = secret;
  }

  public static OperatorToken mint(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new OperatorToken(
        PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /// @return empty if the text has not the form of a token
  public static Optional<OperatorToken> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new OperatorToken(text)) : Optional.empty();
  }

  /// The id follows from the token, so that making it known twice is making it known once.
  OperatorId id() {
    return new OperatorId("opt_" + hash().substring(0, ID_DIGITS));
  }

  /// All of it that is ever stored.
  String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  String displayPrefix() {
    return secret.substring(0, DISPLAY_LENGTH);
  }

  /// The whole token, to be shown once.
  public String reveal() {
    return secret;
  }

  @Override
  public String toString() {
    return displayPrefix() + "…";
  }
}
