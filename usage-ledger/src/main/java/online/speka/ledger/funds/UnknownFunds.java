package online.speka.ledger.funds;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import online.speka.ledger.funds.FundBoard.UnknownFund;

/// Funds that Redis did not know. One that is new becomes known in a moment, by whoever made it;
/// one that stays unknown is lost, and its reservations with it.
public final class UnknownFunds {

  private final Duration max;
  private final LongSupplier nanoTime;
  private final Map<UnknownFund, Long> since = new HashMap<>();

  UnknownFunds(Duration max, LongSupplier nanoTime) {
    this.max = max;
    this.nanoTime = nanoTime;
  }

  synchronized void add(List<UnknownFund> unknown) {
    unknown.forEach(fund -> since.putIfAbsent(fund, nanoTime.getAsLong()));
  }

  /// @param still all that are unknown now
  synchronized void retain(List<UnknownFund> still) {
    since.keySet().retainAll(Set.copyOf(still));
    add(still);
  }

  /// Those to be looked at again.
  synchronized Set<UnknownFund> waiting() {
    return Set.copyOf(since.keySet());
  }

  /// Whether one has been unknown for too long.
  public synchronized boolean areLost() {
    long now = nanoTime.getAsLong();
    return since.values().stream().anyMatch(seen -> now - seen > max.toNanos());
  }

  /// All of them have been made known.
  public synchronized void clear() {
    since.clear();
  }
}
