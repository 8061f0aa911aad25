package online.speka.ledger.console;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Checks passwords slowly once, and the one that was right quickly from then on: with HTTP basic
/// every request brings the password along.
///
/// Slow checks run one at a time, so guessing costs the machine one core at most and the guesser
/// all of their time. What is remembered is a keyed digest whose key lives as long as the process.
final class RememberingPasswordEncoder implements PasswordEncoder {

  private static final String DIGEST = "HmacSHA256";

  private final PasswordEncoder slow;
  private final SecretKeySpec key;
  private final Duration waitMax;
  private final Semaphore turn = new Semaphore(1, true);

  private volatile byte @Nullable [] right;

  /// @param secret random bytes for the digest
  /// @param waitMax longest wait for a slow check; after it the password counts as wrong
  RememberingPasswordEncoder(PasswordEncoder slow, byte[] secret, Duration waitMax) {
    this.slow = slow;
    this.key = new SecretKeySpec(secret, DIGEST);
    this.waitMax = waitMax;
  }

  @Override
  public @Nullable String encode(@Nullable CharSequence rawPassword) {
    return slow.encode(rawPassword);
  }

  @Override
  public boolean matches(@Nullable CharSequence rawPassword, @Nullable String encodedPassword) {
    byte[] digest = digest(rawPassword + "\0" + encodedPassword);
    byte[] remembered = right;
    if (remembered != null && MessageDigest.isEqual(remembered, digest)) {
      return true;
    }
    if (!slowlyMatches(rawPassword, encodedPassword)) {
      return false;
    }
    right = digest;
    return true;
  }

  private boolean slowlyMatches(
      @Nullable CharSequence rawPassword, @Nullable String encodedPassword) {
    try {
      if (!turn.tryAcquire(waitMax.toNanos(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    try {
      return slow.matches(rawPassword, encodedPassword);
    } finally {
      turn.release();
    }
  }

  private byte[] digest(String text) {
    try {
      Mac mac = Mac.getInstance(DIGEST);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + DIGEST, e);
    }
  }
}
