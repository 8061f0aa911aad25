package online.speka.ledger.pricing;

import java.util.List;
import online.speka.contract.catalog.DatedPrices;

/// What models cost from a moment on.
///
/// @param lastVersion id of the price that was recorded last: another one, another list
public record PriceList(long lastVersion, List<DatedPrices> prices) {

  /// Most prices that begin later. Who plans more of them is told of the last ones when others have
  /// begun.
  static final int LATER_MAX = 10_000;

  public PriceList {
    prices = List.copyOf(prices);
  }
}
