package online.speka.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MembershipLeaseTest {

  private final MembershipLease lease = new MembershipLease(Duration.ofSeconds(6), 0);

  @Test
  void holdsWhileTheBrokersAreHeard() {
    for (int second = 1; second < 100; second++) {
      lease.check(1, second * 100L, nanos(second));
    }

    assertThat(lease.holds(nanos(100))).isTrue();
  }

  @Test
  void runsOutWhenTheBrokersHaveBeenSilentForASession() {
    for (int second = 1; second < 10; second++) {
      lease.check(second, 500, nanos(second));
    }

    assertThat(lease.holds(nanos(6))).isTrue();
    assertThat(lease.holds(nanos(8))).isFalse();
  }

  @Test
  void doesNotTrustTheSocketAfterTheProcessWasStopped() {
    // Given
    lease.check(1, 100, nanos(1));

    // When the process wakes up after half a minute and reads what was in its buffers
    boolean beforeAnyCheck = lease.holds(nanos(31));
    lease.check(30, 200, nanos(31));

    // Then
    assertThat(beforeAnyCheck).isFalse();
    assertThat(lease.holds(nanos(31))).isFalse();
    assertThat(lease.holds(nanos(31))).isFalse();
  }

  @Test
  void holdsAgainWhenHeartbeatsGoOnAfterAStop() {
    // Given
    lease.check(1, 100, nanos(1));
    lease.check(30, 200, nanos(31));

    // When
    lease.check(1, 300, nanos(32));
    lease.check(1, 400, nanos(34));

    // Then
    assertThat(lease.holds(nanos(34))).isTrue();
  }

  @Test
  void holdsWhenTheGroupHasJustAnswered() {
    lease.renew(nanos(100));

    assertThat(lease.holds(nanos(105))).isTrue();
    assertThat(lease.holds(nanos(106))).isFalse();
  }

  private static long nanos(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
