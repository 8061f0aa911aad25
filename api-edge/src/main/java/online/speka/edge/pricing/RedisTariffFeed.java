package online.speka.edge.pricing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.TariffCodec;
import online.speka.contract.wire.WireFormatException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks again and again whether the ledger has told other prices. While Redis is away, or has lost
/// them, those that were read last hold.
final class RedisTariffFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisTariffFeed.class);
  private static final byte[] TARIFF = RedisNames.TARIFF.getBytes(US_ASCII);
  private static final byte[] VERSION = RedisNames.TARIFF_VERSION.getBytes(US_ASCII);
  private static final byte[] PRICES = RedisNames.TARIFF_PRICES.getBytes(US_ASCII);

  private final Tariff tariff;
  private final Supplier<Optional<RedisAsyncCommands<byte[], byte[]>>> connection;
  private final PricingProperties properties;
  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("tariff").factory());
  private byte @Nullable [] known;

  RedisTariffFeed(
      Tariff tariff,
      Supplier<Optional<RedisAsyncCommands<byte[], byte[]>>> connection,
      PricingProperties properties) {
    this.tariff = tariff;
    this.connection = connection;
    this.properties = properties;
  }

  void start() {
    var _ =
        reader.scheduleWithFixedDelay(
            this::lookOnce, 0, properties.interval().toNanos(), TimeUnit.NANOSECONDS);
  }

  void lookOnce() {
    RedisAsyncCommands<byte[], byte[]> redis = connection.get().orElse(null);
    if (redis == null) {
      return;
    }
    try {
      byte[] version = answer(redis.hget(TARIFF, VERSION));
      if (version == null || Arrays.equals(version, known)) {
        return;
      }
      byte[] prices = answer(redis.hget(TARIFF, PRICES));
      if (prices != null) {
        tariff.replace(TariffCodec.decode(prices));
        known = version;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (WireFormatException e) {
      LOG.atError().setCause(e).log("Prices that the ledger has told cannot be read");
    } catch (RedisException | ExecutionException | TimeoutException e) {
      LOG.atDebug().setCause(e).log("Prices are looked at the next time");
    }
  }

  private byte @Nullable [] answer(Future<byte[]> asked)
      throws InterruptedException, ExecutionException, TimeoutException {
    return asked.get(properties.waitMax().toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
