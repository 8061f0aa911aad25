package online.speka.edge.pricing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import online.speka.contract.catalog.DatedPrices;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.usage.Prices;

/// The prices that the ledger will bill by. Until it has told any, the catalog's hold.
public final class Tariff {

  /// A price that begins so soon may hold by the time the job is submitted, whatever the clocks of
  /// edge and ledger say. The ledger knows of every price longer before.
  static final Duration AHEAD = Duration.ofSeconds(3);

  private final InstantSource clock;
  private volatile Map<ModelId, List<DatedPrices>> told = Map.of();

  public Tariff(InstantSource clock) {
    this.clock = clock;
  }

  /// From now on these hold, and no others.
  void replace(List<DatedPrices> prices) {
    told =
        prices.stream()
            .sorted(Comparator.comparing(DatedPrices::validFrom))
            .collect(Collectors.groupingBy(DatedPrices::model));
  }

  /// The model with the dearest prices that a job submitted now can have.
  public ModelSpec priced(ModelSpec model) {
    List<DatedPrices> known = told.get(model.id());
    return known == null ? model : model.withPrices(dearest(known, clock.instant()));
  }

  /// @param prices in the order in which they begin; the first also holds before it does
  private static Prices dearest(List<DatedPrices> prices, Instant now) {
    Prices dearest = prices.getFirst().prices();
    for (DatedPrices next : prices) {
      if (next.validFrom().isAfter(now.plus(AHEAD))) {
        break;
      }
      // What has begun has ended all before it; what has not yet may or may not hold.
      dearest = next.validFrom().isAfter(now) ? dearest.atLeast(next.prices()) : next.prices();
    }
    return dearest;
  }
}
