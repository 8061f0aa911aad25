package online.speka.infra.bench.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeyTrailTest {

  private static final long MS = 1_000_000;

  private final KeyTrail trail = new KeyTrail(Duration.ofSeconds(1));

  @Test
  void theLastAcceptanceCountsAndWhatIsInTimeIsNoFault() {
    trail.heard(Said.ACCEPTED, 10 * MS);
    trail.heard(Said.OTHER, 20 * MS);
    trail.heard(Said.ACCEPTED, 1_000 * MS);
    trail.heard(Said.REFUSED, 1_010 * MS);

    assertThat(trail.lastAcceptedNanos()).isEqualTo(1_000 * MS);
    assertThat(trail.acceptedLate()).isZero();
    assertThat(trail.acceptedAgain()).isZero();
    assertThat(trail.others()).isEqualTo(1);
    assertThat(trail.isRefused()).isTrue();
  }

  @Test
  void anAcceptanceAfterTheLimitIsLate() {
    trail.heard(Said.ACCEPTED, 1_000 * MS + 1);

    assertThat(trail.acceptedLate()).isEqualTo(1);
    assertThat(trail.isRefused()).isFalse();
  }

  @Test
  void aKeyThatComesBackIsSeen() {
    trail.heard(Said.REFUSED, 10 * MS);
    trail.heard(Said.ACCEPTED, 20 * MS);

    assertThat(trail.acceptedAgain()).isEqualTo(1);
    assertThat(trail.acceptedLate()).isZero();
  }
}
