package online.speka.ledger.posting;

import static online.speka.ledger.Facts.ACCEPTED;
import static online.speka.ledger.Facts.CHAT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.usage.Prices;
import org.junit.jupiter.api.Test;

class PriceHistoryTest {

  private final PriceHistory history =
      new PriceHistory(
          List.of(
              version(2, ACCEPTED),
              version(1, ACCEPTED.minusSeconds(100)),
              version(3, ACCEPTED.plusSeconds(100))));

  @Test
  void aPriceHoldsFromItsMomentOnUntilTheNext() {
    assertThat(inForce(ACCEPTED.minusNanos(1))).isEqualTo(1);
    assertThat(inForce(ACCEPTED)).isEqualTo(2);
    assertThat(inForce(ACCEPTED.plusSeconds(99))).isEqualTo(2);
    assertThat(inForce(ACCEPTED.plusSeconds(100))).isEqualTo(3);
    assertThat(inForce(Instant.MAX)).isEqualTo(3);
  }

  @Test
  void theFirstPriceAlsoHoldsForJobsThatAreOlder() {
    assertThat(inForce(Instant.MIN)).isEqualTo(1);
  }

  @Test
  void aModelThatNeverHadAPriceHasNone() {
    assertThat(history.inForce(new ModelId("other"), ACCEPTED)).isEmpty();
  }

  private long inForce(Instant at) {
    return history.inForce(CHAT, at).orElseThrow().id();
  }

  private static PriceVersion version(long id, Instant validFrom) {
    return new PriceVersion(id, CHAT, Prices.FREE, validFrom);
  }
}
