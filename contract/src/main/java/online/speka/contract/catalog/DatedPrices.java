package online.speka.contract.catalog;

import java.time.Instant;
import java.util.Objects;
import online.speka.contract.usage.Prices;

/// What a model costs for jobs that are submitted from a moment on, until another price begins.
public record DatedPrices(ModelId model, Instant validFrom, Prices prices) {
  public DatedPrices {
    Objects.requireNonNull(model);
    Objects.requireNonNull(validFrom);
    Objects.requireNonNull(prices);
  }
}
