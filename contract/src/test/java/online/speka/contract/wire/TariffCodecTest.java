package online.speka.contract.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import online.speka.contract.catalog.DatedPrices;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.usage.ImagePrice;
import online.speka.contract.usage.Prices;
import org.junit.jupiter.api.Test;

class TariffCodecTest {

  @Test
  void readsWhatItWrote() {
    List<DatedPrices> prices =
        List.of(
            new DatedPrices(
                new ModelId("meta/llama"), Instant.parse("2026-11-01T00:00:00Z"), Prices.FREE),
            new DatedPrices(
                new ModelId("flux"),
                Instant.parse("2026-12-01T00:00:00.000001Z"),
                new Prices(
                    1,
                    2,
                    3,
                    4,
                    List.of(ImagePrice.parse("1024x1024/hd=7"), ImagePrice.parse("*/*=5")),
                    25)));

    assertThat(TariffCodec.decode(TariffCodec.encode(prices))).isEqualTo(prices);
    assertThat(TariffCodec.decode(TariffCodec.encode(List.of()))).isEmpty();
  }

  @Test
  void saysWhatItCannotRead() {
    for (String json : List.of("", "{", "null", "{\"prices\":[{\"model\":\"m\"}]}")) {
      assertThatThrownBy(() -> TariffCodec.decode(json.getBytes(UTF_8)))
          .isInstanceOf(WireFormatException.class);
    }
  }
}
