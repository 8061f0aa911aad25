package online.speka.edge.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import online.speka.contract.catalog.DatedPrices;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.usage.Prices;
import online.speka.edge.TestCatalog;
import online.speka.testkit.time.SettableClock;
import org.junit.jupiter.api.Test;

class TariffTest {

  private static final Prices CHEAP = new Prices(10, 5, 20);
  private static final Prices DEAR = new Prices(30, 1, 15);

  private final ModelSpec model = TestCatalog.catalog().find(TestCatalog.CHAT).orElseThrow();
  private final SettableClock clock = SettableClock.create();
  private final Tariff tariff = new Tariff(clock);

  @Test
  void theCatalogsPricesHoldUntilOthersAreTold() {
    assertThat(tariff.priced(model)).isSameAs(model);

    tariff.replace(List.of(new DatedPrices(new ModelId("another"), Instant.EPOCH, CHEAP)));

    assertThat(tariff.priced(model)).isSameAs(model);
  }

  @Test
  void aPriceThatHasBegunEndsTheOneBeforeWhicheverIsDearer() {
    tell(dated(CHEAP, -60), dated(DEAR, -1));

    assertThat(prices()).isEqualTo(DEAR);
  }

  @Test
  void aPriceThatBeginsSoonMayHoldAlreadyAndTheOneInForceMayStill() {
    tell(dated(CHEAP, -60), dated(DEAR, 2));

    assertThat(prices()).isEqualTo(new Prices(30, 5, 20));
  }

  @Test
  void aPriceThatBeginsLaterDoesNotHoldYet() {
    tell(dated(DEAR, 60), dated(CHEAP, -60));
    assertThat(prices()).isEqualTo(CHEAP);

    clock.advance(Duration.ofSeconds(61));

    assertThat(prices()).isEqualTo(DEAR);
  }

  @Test
  void theFirstPriceOfAModelHoldsBeforeItBegins() {
    tell(dated(DEAR, 60));

    assertThat(prices()).isEqualTo(DEAR);
  }

  private Prices prices() {
    return tariff.priced(model).prices();
  }

  private void tell(DatedPrices... prices) {
    tariff.replace(List.of(prices));
  }

  private DatedPrices dated(Prices prices, long seconds) {
    return new DatedPrices(model.id(), clock.instant().plusSeconds(seconds), prices);
  }
}
