package online.speka.ledger.pricing;

import static online.speka.ledger.Facts.CHAT;
import static online.speka.ledger.Facts.FIRST;
import static online.speka.ledger.Facts.LOCAL;
import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.usage.ImagePrice;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import online.speka.ledger.posting.Disposition;
import online.speka.ledger.posting.LedgerDatabase;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.WithServices;
import online.speka.testkit.time.SettableClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithServices(POSTGRES)
class JdbcPriceBookIT {

  private static final Prices OLD = new Prices(1_000_000, 0, 0);
  private static final Prices NEW =
      new Prices(
          3_000_000,
          1,
          2,
          4,
          List.of(ImagePrice.parse("1024x1024/hd=7"), ImagePrice.parse("*/*=5")),
          25);

  private static LedgerDatabase database;

  private final SettableClock clock = SettableClock.create();
  private final Random random = new Random(3);
  private final PriceBook book = new JdbcPriceBook(database.jdbc(), database.transactions(), clock);

  @BeforeAll
  static void migrate(PostgresDatabase of) {
    database = new LedgerDatabase(of);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void priceOneModel() {
    database.clear();
    database.addTenant(LOCAL);
    database.addPrice(CHAT, OLD, clock.instant().minus(Duration.ofDays(30)));
  }

  @Test
  void aPriceOfNextMonthHoldsForJobsThatAreSubmittedThenAndForNoOther() {
    Instant change = clock.instant().plus(Duration.ofDays(20));

    PriceRecord recorded = set(NEW, change);

    assertThat(recorded.version().prices()).isEqualTo(NEW);
    assertThat(recorded.by()).isEqualTo("ada");
    assertThat(pricesAt(change.minusNanos(1000))).containsExactly(OLD);
    assertThat(pricesAt(change)).containsExactly(NEW);
    assertThat(billed(change.minusMillis(1))).isEqualTo(10);
    assertThat(billed(change)).isEqualTo(30);
    assertThat(billed(Instant.EPOCH)).isEqualTo(10);
  }

  @Test
  void aJobThatRunsWhileThePriceChangesPaysThePriceOfItsSubmission() {
    Instant submitted = clock.instant().plusSeconds(5);
    set(NEW, clock.instant().plusSeconds(10));
    clock.advance(Duration.ofMinutes(10));

    assertThat(billed(submitted)).isEqualTo(10);
  }

  @Test
  void withoutAMomentItHoldsAsSoonAsNoJobOfThenCanHaveItsBill() {
    PriceRecord recorded = set(NEW, null);

    assertThat(recorded.version().validFrom())
        .isEqualTo(clock.instant().plus(JdbcPriceBook.NOTICE_MIN).truncatedTo(ChronoUnit.MICROS));
  }

  @Test
  void aPriceIsNeverSetForThePastOrForAModelThatIsNotThere() {
    assertThat(why(CHAT, clock.instant())).isEqualTo(PriceChange.Why.TOO_EARLY);
    assertThat(why(CHAT, clock.instant().plus(Duration.ofDays(1000))))
        .isEqualTo(PriceChange.Why.TOO_FAR);
    assertThat(why(new ModelId("chta"), clock.instant().plusSeconds(60)))
        .isEqualTo(PriceChange.Why.UNKNOWN_MODEL);
    assertThat(book.history(CHAT)).hasSize(1);
  }

  @Test
  void theSamePriceAgainIsTheSameVersionAlsoWhenItHoldsAlready() {
    Instant change = clock.instant().plusSeconds(60);
    PriceRecord first = set(NEW, change);
    clock.advance(Duration.ofDays(1));

    assertThat(set(NEW, change)).isEqualTo(first);
    assertThat(book.history(CHAT)).hasSize(2);
  }

  @Test
  void aPriceThatHasNotBegunIsCorrectedByAnotherFromTheSameMomentOn() {
    Instant change = clock.instant().plusSeconds(60);
    set(NEW, change);
    Prices right = new Prices(2_000_000, 0, 0);

    set(right, change);

    assertThat(pricesAt(change)).containsExactly(right);
    assertThat(billed(change)).isEqualTo(20);
    // And back again.
    set(NEW, change);
    assertThat(pricesAt(change)).containsExactly(NEW);
  }

  @Test
  void manyAtTheSameTimeAreOneVersion() throws Exception {
    Instant change = clock.instant().plusSeconds(60);
    List<PriceRecord> recorded = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<PriceRecord>> calls = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        calls.add(() -> set(NEW, change));
      }
      for (Future<PriceRecord> call : threads.invokeAll(calls)) {
        recorded.add(call.get());
      }
    }
    assertThat(recorded.stream().distinct()).hasSize(1);
    assertThat(book.history(CHAT)).hasSize(2);
  }

  @Test
  void whatIsRecordedIsNeverChanged() {
    assertThatThrownBy(() -> database.jdbc().sql("update price_version set prompt = 0").update())
        .hasMessageContaining("immutable");
  }

  private PriceRecord set(Prices prices, Instant validFrom) {
    PriceChange change = book.set(new NewPrice(CHAT, prices, validFrom, "ada", "new hardware"));
    return ((PriceChange.Recorded) change).price();
  }

  private PriceChange.Why why(ModelId model, Instant validFrom) {
    PriceChange change = book.set(new NewPrice(model, NEW, validFrom, "ada", "new hardware"));
    return ((PriceChange.Refused) change).why();
  }

  private List<Prices> pricesAt(Instant at) {
    return book.inForce(at).stream().map(price -> price.version().prices()).toList();
  }

  /** What ten prompt tokens cost. */
  private long billed(Instant submittedAt) {
    JobEvent outcome =
        Facts.completed(
            Facts.job(Facts.jobId(random), CHAT, LOCAL, submittedAt), FIRST, Usage.of(10, 0));
    Disposition disposition =
        database.ledger(clock).post(List.of(outcome)).getFirst().disposition();
    MicroCredits amount = ((Disposition.Posted) disposition).amount();
    return amount.value();
  }
}
