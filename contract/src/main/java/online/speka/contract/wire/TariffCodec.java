package online.speka.contract.wire;

import java.util.List;
import online.speka.contract.catalog.DatedPrices;

/// The prices of all models as JSON: for each what was in force when it was written, and all that
/// begin later. See [RedisNames#TARIFF].
public final class TariffCodec {

  private TariffCodec() {}

  public static byte[] encode(List<DatedPrices> prices) {
    return Json.write(new Published(prices));
  }

  /// @throws WireFormatException if the bytes are no such thing
  public static List<DatedPrices> decode(byte[] json) {
    return Json.read(json, Published.class).prices();
  }

  record Published(List<DatedPrices> prices) {
    Published {
      prices = List.copyOf(prices);
    }
  }
}
