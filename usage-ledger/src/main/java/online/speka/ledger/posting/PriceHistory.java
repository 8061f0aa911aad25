package online.speka.ledger.posting;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import online.speka.contract.catalog.ModelId;

/// Every recorded price of some models. A model that has left the catalog keeps its prices here.
public final class PriceHistory {

  private final Map<ModelId, NavigableMap<Instant, PriceVersion>> versions = new HashMap<>();

  public PriceHistory(Collection<PriceVersion> recorded) {
    // Of two from the same moment on the one holds that was recorded last.
    recorded.stream()
        .sorted(Comparator.comparingLong(PriceVersion::id))
        .forEach(
            version ->
                versions
                    .computeIfAbsent(version.model(), _ -> new TreeMap<>())
                    .put(version.validFrom(), version));
  }

  /// The price a job pays that was submitted at this moment: the one its client could know. The
  /// first price of a model also holds before it was recorded.
  ///
  /// @return empty if this model never had a price here
  public Optional<PriceVersion> inForce(ModelId model, Instant submittedAt) {
    NavigableMap<Instant, PriceVersion> ofModel = versions.get(model);
    if (ofModel == null) {
      return Optional.empty();
    }
    Map.Entry<Instant, PriceVersion> entry = ofModel.floorEntry(submittedAt);
    return Optional.of(entry == null ? ofModel.firstEntry().getValue() : entry.getValue());
  }
}
