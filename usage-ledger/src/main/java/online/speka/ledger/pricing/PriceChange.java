package online.speka.ledger.pricing;

import java.time.Instant;
import java.util.Objects;

/// What became of a price that was to be set.
public sealed interface PriceChange {

  /// It is recorded, since now or since it was set first.
  record Recorded(PriceRecord price) implements PriceChange {
    public Recorded {
      Objects.requireNonNull(price);
    }
  }

  /// @param earliest the first moment from which a price set now may hold
  /// @param latest the last
  record Refused(Why why, Instant earliest, Instant latest) implements PriceChange {
    public Refused {
      Objects.requireNonNull(why);
    }
  }

  /// Why nothing was recorded.
  enum Why {
    /// No catalog had such a model.
    UNKNOWN_MODEL,
    /// Jobs from then may have their bills already, or soon.
    TOO_EARLY,
    TOO_FAR
  }
}
