package online.speka.dispatcher.intake;

import java.time.Duration;

/// Whether this process may still act for its models. A process that was stopped, or cut off from
/// the brokers, for longer than its session has been replaced without knowing it; it must not
/// assign anything until it has heard from the group again.
///
/// The lease is renewed by the poll loop and asked by every thread: one that wakes up first after a
/// stop sees it run out.
final class MembershipLease {

  private static final int HEARTBEAT_RECENT_SECONDS_MAX = 1;

  private final long sessionNanos;
  private volatile long heardNanos;
  private long checkedNanos;
  private long bytesIn = -1;
  private long suspectSinceNanos;
  private boolean suspect;

  MembershipLease(Duration session, long nowNanos) {
    this.sessionNanos = session.toNanos();
    this.heardNanos = nowNanos;
    this.checkedNanos = nowNanos;
  }

  boolean holds(long nowNanos) {
    return nowNanos - heardNanos < sessionNanos;
  }

  /// Looks at what the client knows. Called by the poll loop only.
  ///
  /// @param heartbeatAgeSeconds since the client last sent a heartbeat; negative if it never did
  /// @param bytesReceived from all brokers, ever
  void check(double heartbeatAgeSeconds, long bytesReceived, long nowNanos) {
    if (nowNanos - checkedNanos >= sessionNanos) {
      // The loop stood still. What lies in the socket's buffer is from before and proves nothing.
      suspect = true;
      suspectSinceNanos = nowNanos;
    }
    checkedNanos = nowNanos;
    if (suspect) {
      boolean beaten =
          heartbeatAgeSeconds >= 0
              && heartbeatAgeSeconds <= HEARTBEAT_RECENT_SECONDS_MAX
              && nowNanos - suspectSinceNanos > Duration.ofSeconds(2).toNanos();
      if (!beaten) {
        return;
      }
      suspect = false;
    }
    if (bytesReceived != bytesIn) {
      bytesIn = bytesReceived;
      heardNanos = nowNanos;
    }
  }

  /// The group has just given this process its models.
  void renew(long nowNanos) {
    suspect = false;
    checkedNanos = nowNanos;
    heardNanos = nowNanos;
  }
}
