package online.speka.ledger.pricing;

import java.time.Instant;
import java.util.Objects;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.usage.Prices;
import org.jspecify.annotations.Nullable;

/// A price to be set.
///
/// @param validFrom for jobs that are submitted from this moment on; as soon as can be if absent
/// @param by who sets it
public record NewPrice(
    ModelId model, Prices prices, @Nullable Instant validFrom, String by, String reason) {

  private static final int BY_LENGTH_MAX = 200;
  private static final int REASON_LENGTH_MAX = 500;

  public NewPrice {
    Objects.requireNonNull(model);
    Objects.requireNonNull(prices);
    requireText("by", by, BY_LENGTH_MAX);
    requireText("reason", reason, REASON_LENGTH_MAX);
  }

  private static void requireText(String name, String text, int lengthMax) {
    if (text.isBlank()
        || text.length() > lengthMax
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          name + " must be 1 to " + lengthMax + " characters on one line");
    }
  }
}
