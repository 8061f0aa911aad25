package online.speka.edge.pricing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import online.speka.contract.catalog.DatedPrices;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.usage.Prices;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.TariffCodec;
import online.speka.edge.TestCatalog;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.WithServices;
import online.speka.testkit.time.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithServices(REDIS)
class RedisTariffFeedIT {

  private static final Prices CHEAP = new Prices(10, 5, 20);
  private static final Prices DEAR = new Prices(30, 1, 15);

  private final ModelSpec model = TestCatalog.catalog().find(TestCatalog.CHAT).orElseThrow();
  private final Tariff tariff = new Tariff(SettableClock.create());
  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final RedisTariffFeed feed;

  RedisTariffFeedIT(RedisFixture redis) {
    this.client = redis.newClient();
    this.connection = client.connect(ByteArrayCodec.INSTANCE);
    this.feed =
        new RedisTariffFeed(
            tariff,
            () -> Optional.of(connection.async()),
            new PricingProperties(Duration.ofSeconds(1), Duration.ofSeconds(10)));
  }

  @AfterEach
  void forget() {
    feed.close();
    long _ = connection.sync().del(bytes(RedisNames.TARIFF));
    client.close();
  }

  @Test
  void whatTheLedgerTellsHoldsAndSoDoesWhatItTellsNext() {
    tell("1", TariffCodec.encode(List.of(new DatedPrices(model.id(), Instant.EPOCH, CHEAP))));
    feed.lookOnce();
    assertThat(tariff.priced(model).prices()).isEqualTo(CHEAP);

    tell("2", TariffCodec.encode(List.of(new DatedPrices(model.id(), Instant.EPOCH, DEAR))));
    feed.lookOnce();

    assertThat(tariff.priced(model).prices()).isEqualTo(DEAR);
  }

  @Test
  void whatRedisHasLostHoldsOn() {
    tell("1", TariffCodec.encode(List.of(new DatedPrices(model.id(), Instant.EPOCH, CHEAP))));
    feed.lookOnce();
    long _ = connection.sync().del(bytes(RedisNames.TARIFF));

    feed.lookOnce();

    assertThat(tariff.priced(model).prices()).isEqualTo(CHEAP);
  }

  @Test
  void whatCannotBeReadChangesNothingAndIsLookedAtAgain() {
    tell("1", bytes("{"));
    feed.lookOnce();
    assertThat(tariff.priced(model)).isSameAs(model);

    tell("1", TariffCodec.encode(List.of(new DatedPrices(model.id(), Instant.EPOCH, CHEAP))));
    feed.lookOnce();

    assertThat(tariff.priced(model).prices()).isEqualTo(CHEAP);
  }

  private void tell(String version, byte[] prices) {
    long _ =
        connection
            .sync()
            .hset(
                bytes(RedisNames.TARIFF),
                Map.of(
                    bytes(RedisNames.TARIFF_VERSION),
                    bytes(version),
                    bytes(RedisNames.TARIFF_PRICES),
                    prices));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
