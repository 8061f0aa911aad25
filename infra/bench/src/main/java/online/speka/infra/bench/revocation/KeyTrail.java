package online.speka.infra.bench.revocation;

import java.time.Duration;

/// What one edge said to one key after its revocation was committed. Times are nanoseconds since
/// then.
///
/// An edge decides at some moment between a request and its answer. What it accepted counts as
/// accepted when the answer was read, which is never earlier than the truth.
final class KeyTrail {

  private final Duration limit;
  private long lastAccepted;
  private int acceptedLate;
  private int acceptedAgain;
  private int others;
  private boolean refused;

  /// @param limit after this long nothing may be accepted
  KeyTrail(Duration limit) {
    this.limit = limit;
  }

  void heard(Said said, long answeredNanos) {
    switch (said) {
      case ACCEPTED -> {
        lastAccepted = Math.max(lastAccepted, answeredNanos);
        acceptedLate += answeredNanos > limit.toNanos() ? 1 : 0;
        acceptedAgain += refused ? 1 : 0;
      }
      case REFUSED -> refused = true;
      case OTHER -> others++;
    }
  }

  boolean isRefused() {
    return refused;
  }

  /// 0 if nothing was accepted any more.
  long lastAcceptedNanos() {
    return lastAccepted;
  }

  int acceptedLate() {
    return acceptedLate;
  }

  /// How often the key was let in after it had been refused.
  int acceptedAgain() {
    return acceptedAgain;
  }

  int others() {
    return others;
  }
}
