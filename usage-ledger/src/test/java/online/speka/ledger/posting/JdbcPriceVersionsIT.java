package online.speka.ledger.posting;

import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.catalog.ModelKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.usage.Prices;
import online.speka.ledger.Facts;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.WithServices;
import online.speka.testkit.time.SettableClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithServices(POSTGRES)
class JdbcPriceVersionsIT {

  private static final ModelId OTHER = new ModelId("other");
  private static final Prices OLD = new Prices(1, 2, 3);
  private static final Prices NEW = new Prices(1, 2, 4);

  private static LedgerDatabase database;

  private final SettableClock clock = SettableClock.create();
  private final JdbcPriceVersions prices = new JdbcPriceVersions(database.jdbc());

  @BeforeAll
  static void migrate(PostgresDatabase of) {
    database = new LedgerDatabase(of);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void clear() {
    database.clear();
  }

  @Test
  void theSameCatalogIsRecordedOnce() {
    assertThat(record(spec(Facts.CHAT, OLD), spec(OTHER, OLD))).isEqualTo(2);
    assertThat(record(spec(Facts.CHAT, OLD), spec(OTHER, OLD))).isZero();
  }

  @Test
  void aNewPriceHoldsFromNowOnAndTheOldOneBeforeIt() {
    record(spec(Facts.CHAT, OLD));
    clock.advance(Duration.ofDays(1));

    int recorded = record(spec(Facts.CHAT, NEW));

    assertThat(recorded).isOne();
    PriceHistory history = prices.of(Set.of(Facts.CHAT));
    assertThat(history.inForce(Facts.CHAT, clock.instant()).orElseThrow().prices()).isEqualTo(NEW);
    assertThat(history.inForce(Facts.CHAT, clock.instant().minusSeconds(1)).orElseThrow().prices())
        .isEqualTo(OLD);
  }

  @Test
  void aModelThatLeavesTheCatalogKeepsItsPrice() {
    record(spec(Facts.CHAT, OLD), spec(OTHER, OLD));

    record(spec(OTHER, OLD));

    assertThat(prices.of(Set.of(Facts.CHAT)).inForce(Facts.CHAT, clock.instant())).isPresent();
  }

  @Test
  void aClockThatRanBackwardsHidesNoPrice() {
    record(spec(Facts.CHAT, OLD));
    clock.jump(Duration.ofHours(-1));

    record(spec(Facts.CHAT, NEW));

    assertThat(
            prices
                .of(Set.of(Facts.CHAT))
                .inForce(Facts.CHAT, clock.instant().plus(Duration.ofHours(2)))
                .orElseThrow()
                .prices())
        .isEqualTo(NEW);
  }

  @Test
  void everyPartOfAPriceIsAChangeAndSurvives() {
    List<Prices> changes =
        List.of(new Prices(1, 2, 3, 5, List.of(), 0), new Prices(1, 2, 3, 5, List.of(), 50));
    record(spec(Facts.CHAT, OLD));
    for (Prices change : changes) {
      clock.advance(Duration.ofDays(1));

      assertThat(record(spec(Facts.CHAT, change))).isOne();
      assertThat(record(spec(Facts.CHAT, change))).isZero();

      assertThat(inForceNow()).isEqualTo(change);
    }
  }

  @Test
  void aPriceThatSomebodySetHoldsAgainstTheCatalogFromItsMomentOn() {
    record(spec(Facts.CHAT, OLD));
    database
        .jdbc()
        .sql(
            """
            insert into price_version (model_id, prompt, cached_prompt, completion, valid_from,
              source, set_by, reason) values (?, 9, 9, 9, ?::timestamptz, 'OPERATOR', 'ada', 'why')
            """)
        .params(Facts.CHAT.value(), JdbcColumns.instant(clock.instant().plus(Duration.ofDays(2))))
        .update();

    clock.advance(Duration.ofDays(1));
    assertThat(record(spec(Facts.CHAT, NEW))).isOne();
    assertThat(inForceNow()).isEqualTo(NEW);

    clock.advance(Duration.ofDays(1));
    assertThat(record(spec(Facts.CHAT, OLD))).isZero();
    assertThat(inForceNow()).isEqualTo(new Prices(9, 9, 9));
  }

  private Prices inForceNow() {
    return prices
        .of(Set.of(Facts.CHAT))
        .inForce(Facts.CHAT, clock.instant())
        .orElseThrow()
        .prices();
  }

  private int record(ModelSpec... models) {
    return prices.record(List.of(models), clock.instant(), database.transactions());
  }

  private static ModelSpec spec(ModelId model, Prices prices) {
    return new ModelSpec(
        model,
        ModelKind.CHAT,
        "simulated",
        Facts.ACCEPTED,
        new ModelSpec.Capacity(4, 8192, 1024),
        new ModelSpec.Partitions(1, 4),
        prices,
        new EngineSpec.Onnx("any", 1, 1));
  }
}
