package online.speka.worker.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import online.speka.contract.catalog.ModelId;

/// Refuses assignments of a model's former owner: a dispatcher that was stopped and woke up does
/// not know yet that it was replaced. Confined to the inbox's thread.
///
/// What is known of a model's epoch is forgotten after a while without assignments, so that a group
/// that begins to count anew (its log was lost) is obeyed.
final class EpochFence {

  private final long keptNanos;
  private final LongSupplier ticker;
  private final Map<ModelId, Known> newest = new HashMap<>();

  private record Known(int epoch, long heardNanos) {}

  EpochFence(Duration kept, LongSupplier ticker) {
    this.keptNanos = kept.toNanos();
    this.ticker = ticker;
  }

  /// Whether the model's owner of this epoch may still give work.
  boolean admits(ModelId model, int epoch) {
    long now = ticker.getAsLong();
    Known known = newest.get(model);
    if (known != null && epoch < known.epoch() && now - known.heardNanos() < keptNanos) {
      return false;
    }
    newest.put(model, new Known(epoch, now));
    return true;
  }
}
