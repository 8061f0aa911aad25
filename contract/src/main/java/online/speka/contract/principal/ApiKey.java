package online.speka.contract.principal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// A secret API key: `sk-speka-live-` (or `-test-`), 32 random base62 characters and 6 of checksum.
///
/// The checksum is a CRC-32 of all that stands before it, in base62, as in GitHub's token format: a
/// mistyped or made-up key is refused before any look-up. The text never appears in [#toString()].
public final class ApiKey {

  public static final String LIVE_PREFIX = "sk-speka-live-";
  public static final String TEST_PREFIX = "sk-speka-test-";

  private static final int RANDOM_LENGTH = 32;
  private static final int CHECKSUM_LENGTH = 6;
  private static final int DISPLAY_LENGTH = LIVE_PREFIX.length() + 4;
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final Pattern FORM =
      Pattern.compile(
          "sk-speka-(live|test)-[0-9A-Za-z]{" + (RANDOM_LENGTH + CHECKSUM_LENGTH) + "}");

  private final String secret;

  private ApiKey(String secret) {
    this.secret = secret;
  }

  /// A new live key. The generator must be cryptographically strong.
  public static ApiKey mint(RandomGenerator random) {
    return mint(Mode.LIVE, random);
  }

  /// A new key. The generator must be cryptographically strong.
  public static ApiKey mint(Mode mode, RandomGenerator random) {
    StringBuilder text = new StringBuilder(mode.prefix);
    for (int i = 0; i < RANDOM_LENGTH; i++) {
      text.append(BASE62.charAt(random.nextInt(BASE62.length())));
    }
    return new ApiKey(text + checksum(text));
  }

  /// The key this text is, or empty if its form or checksum is wrong.
  public static Optional<ApiKey> parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    int split = text.length() - CHECKSUM_LENGTH;
    return checksum(text.subSequence(0, split))
            .contentEquals(text.subSequence(split, text.length()))
        ? Optional.of(new ApiKey(text))
        : Optional.empty();
  }

  public KeyHash hash() {
    return KeyHash.of(secret);
  }

  /// The first characters, enough to recognise a key in a list.
  public String displayPrefix() {
    return secret.substring(0, DISPLAY_LENGTH);
  }

  /// The whole key, to be shown once to its owner.
  public String reveal() {
    return secret;
  }

  @Override
  public String toString() {
    return displayPrefix() + "…";
  }

  /// Tells by its first characters whether a key is for real use or for trying things out. Both
  /// open the same.
  public enum Mode {
    LIVE(LIVE_PREFIX),
    TEST(TEST_PREFIX);

    private final String prefix;

    Mode(String prefix) {
      this.prefix = prefix;
    }
  }

  private static String checksum(CharSequence text) {
    CRC32 crc = new CRC32();
    crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
    long value = crc.getValue();
    char[] digits = new char[CHECKSUM_LENGTH];
    for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
      digits[i] = BASE62.charAt((int) (value % BASE62.length()));
      value /= BASE62.length();
    }
    return new String(digits);
  }
}
