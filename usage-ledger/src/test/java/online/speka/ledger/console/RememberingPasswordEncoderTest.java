package online.speka.ledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;

class RememberingPasswordEncoderTest {

  private final AtomicInteger slowChecks = new AtomicInteger();
  private final CountDownLatch slowMayEnd = new CountDownLatch(1);

  @Test
  void theRightPasswordIsCheckedSlowlyOnce() {
    slowMayEnd.countDown();
    PasswordEncoder encoder = encoder(Duration.ofSeconds(1));

    assertThat(encoder.matches("secret", "hash of secret")).isTrue();
    assertThat(encoder.matches("secret", "hash of secret")).isTrue();

    assertThat(slowChecks).hasValue(1);
  }

  @Test
  void aWrongPasswordIsCheckedSlowlyEveryTimeAndNeverRemembered() {
    slowMayEnd.countDown();
    PasswordEncoder encoder = encoder(Duration.ofSeconds(1));

    assertThat(encoder.matches("guess", "hash of secret")).isFalse();
    assertThat(encoder.matches("guess", "hash of secret")).isFalse();

    assertThat(slowChecks).hasValue(2);
  }

  @Test
  void whatIsRightForOneHashIsNotRightForAnother() {
    slowMayEnd.countDown();
    PasswordEncoder encoder = encoder(Duration.ofSeconds(1));
    assertThat(encoder.matches("secret", "hash of secret")).isTrue();

    assertThat(encoder.matches("secret", "hash of something else")).isFalse();
  }

  @Test
  void aGuessThatFindsAnotherBeingCheckedIsWrongUnlessItIsTheRememberedOne() throws Exception {
    PasswordEncoder encoder = encoder(Duration.ofMillis(1));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> first = threads.submit(() -> encoder.matches("secret", "hash of secret"));
      while (slowChecks.get() == 0) {
        Thread.onSpinWait();
      }

      assertThat(encoder.matches("secret", "hash of secret")).isFalse();

      slowMayEnd.countDown();
      assertThat(first.get()).isTrue();
      assertThat(encoder.matches("secret", "hash of secret")).isTrue();
    }
  }

  private PasswordEncoder encoder(Duration waitMax) {
    PasswordEncoder slow =
        new PasswordEncoder() {
          @Override
          public String encode(CharSequence raw) {
            return "hash of " + raw;
          }

          @Override
          public boolean matches(CharSequence raw, String encoded) {
            slowChecks.incrementAndGet();
            try {
              slowMayEnd.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return encode(raw).equals(encoded);
          }
        };
    return new RememberingPasswordEncoder(slow, new byte[32], waitMax);
  }
}
