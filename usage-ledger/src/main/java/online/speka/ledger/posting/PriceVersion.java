package online.speka.ledger.posting;

import java.time.Instant;
import java.util.Objects;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.usage.Prices;

/// What a model costs, or cost, from a moment on. Never changed once it is recorded: a bill names
/// the version it was made with.
public record PriceVersion(long id, ModelId model, Prices prices, Instant validFrom) {
  public PriceVersion {
    Objects.requireNonNull(model);
    Objects.requireNonNull(prices);
    Objects.requireNonNull(validFrom);
  }
}
