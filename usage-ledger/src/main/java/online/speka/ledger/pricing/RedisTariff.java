package online.speka.ledger.pricing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.IdentityHashMap;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.TariffCodec;
import online.speka.ledger.funds.FundBoardUnavailableException;
import online.speka.ledger.funds.RedisCalls;
import online.speka.ledger.posting.LedgerUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells edges what models cost, so that they reserve what the bill will say. Looks again and again
/// whether that stands in Redis, and writes it if it does not: a price was set, or Redis has lost
/// them.
final class RedisTariff {
  private static final Logger LOG = LoggerFactory.getLogger(RedisTariff.class);
  private static final byte[] TARIFF = RedisNames.TARIFF.getBytes(US_ASCII);
  private static final byte[] VERSION = RedisNames.TARIFF_VERSION.getBytes(US_ASCII);
  private static final byte[] PRICES = RedisNames.TARIFF_PRICES.getBytes(US_ASCII);

  private final RedisCalls redis;
  private final PriceBook book;
  private final InstantSource clock;

  RedisTariff(RedisCalls redis, PriceBook book, InstantSource clock) {
    this.redis = redis;
    this.book = book;
    this.clock = clock;
  }

  void tellOnce() {
    try {
      byte[] told =
          redis.ask("looking for prices", r -> r.hget(TARIFF, VERSION).toCompletableFuture());
      if (told == null || !Arrays.equals(told, word(book.lastVersion()))) {
        tell(book.from(clock.instant()));
      }
    } catch (FundBoardUnavailableException | LedgerUnavailableException e) {
      LOG.atDebug().setCause(e).log("Prices are told the next time");
    }
  }

  private void tell(PriceList list) {
    // Lettuce takes fields as a map; nobody looks anything up in it.
    IdentityHashMap<byte[], byte[]> fields = new IdentityHashMap<>();
    fields.put(VERSION, word(list.lastVersion()));
    fields.put(PRICES, TariffCodec.encode(list.prices()));
    long _ = redis.ask("telling prices", r -> r.hset(TARIFF, fields).toCompletableFuture());
    LOG.atInfo()
        .addKeyValue("lastVersion", list.lastVersion())
        .addKeyValue("prices", list.prices().size())
        .log("Edges are told what models cost");
  }

  private static byte[] word(long version) {
    return Long.toString(version).getBytes(US_ASCII);
  }
}
