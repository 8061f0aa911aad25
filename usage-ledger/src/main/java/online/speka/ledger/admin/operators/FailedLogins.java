package online.speka.ledger.admin.operators;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How often each address has failed to log in lately: a window from its first failure on.
///
/// Where more addresses fail than are kept, the oldest is forgotten.
final class FailedLogins {

  private final int failuresMax;
  private final Duration window;
  private final Map<String, Failures> byAddress;

  private record Failures(int count, Instant endsAt) {}

  FailedLogins(int failuresMax, Duration window, int addressesMax) {
    this.failuresMax = failuresMax;
    this.window = window;
    this.byAddress =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.@Nullable Entry<String, Failures> eldest) {
            return size() > addressesMax;
          }
        };
  }

  /// @return how long this address has to wait; zero if it need not
  synchronized Duration wait(String address, Instant now) {
    Failures failures = byAddress.get(address);
    return failures == null || failures.count < failuresMax || !now.isBefore(failures.endsAt)
        ? Duration.ZERO
        : Duration.between(now, failures.endsAt);
  }

  synchronized void failed(String address, Instant now) {
    Failures before = byAddress.get(address);
    if (before != null && now.isBefore(before.endsAt)) {
      byAddress.put(address, new Failures(before.count + 1, before.endsAt));
    } else {
      byAddress.remove(address);
      byAddress.put(address, new Failures(1, now.plus(window)));
    }
  }
}
