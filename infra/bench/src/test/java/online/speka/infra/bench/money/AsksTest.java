package online.speka.infra.bench.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import online.speka.contract.wire.CatalogFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsksTest {

  @TempDir Path directory;

  private Asks asks;

  @BeforeEach
  void readModel() throws IOException {
    Path catalog = directory.resolve("catalog.yaml");
    Files.writeString(
        catalog,
        """
        models:
          - id: sim/chat
            kind: chat
            owned_by: simulated
            slots: 4
            context_tokens: 131072
            output_tokens_max: 4096
            prices: {prompt: 1000000, cached_prompt: 500000, completion: 4000000}
            engine:
              simulator: {time_to_first_token: PT0.01S, inter_token: PT0.01S}
        """);
    asks = new Asks(CatalogFile.read(catalog).models().getFirst(), 7);
  }

  @Test
  void theSameNumberIsTheSameRequestAndAnotherIsAnother() {
    assertThat(asks.ask(3)).isEqualTo(asks.ask(3));
    assertThat(asks.ask(3).body()).isNotEqualTo(asks.ask(4).body());
  }

  @Test
  void whatTheSimulatorUsesNeverCostsMoreThanTheWorstPrice() {
    for (int i = 0; i < 200; i++) {
      Ask ask = asks.ask(i);

      assertThat(asks.model().prices().charge(ask.truth()).value())
          .isPositive()
          .isLessThanOrEqualTo(ask.cost());
    }
  }

  @Test
  void aProbeCostsWhatItIsToldToTheMicroCredit() {
    for (long cost : new long[] {1_000, 1_001, 54_321, 100_000, 120_001}) {
      assertThat(asks.costing(1, cost, Ask.Expected.REFUSED).cost()).isEqualTo(cost);
    }
  }

  @Test
  void aProbeThatNoRequestCanCostIsNotMade() {
    assertThatThrownBy(() -> asks.costing(1, 1_000_000, Ask.Expected.REFUSED))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
