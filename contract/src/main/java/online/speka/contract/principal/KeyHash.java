package online.speka.contract.principal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// SHA-256 of an API key, in hex: all of a key that is ever stored. A slow hash is not needed: a
/// key carries more than 178 random bits.
public record KeyHash(String hex) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public KeyHash {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("a key hash is 64 hex digits");
    }
  }

  static KeyHash of(String secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
      return new KeyHash(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
