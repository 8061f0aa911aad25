package online.speka.ledger.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import online.speka.ledger.funds.Settlements;
import online.speka.ledger.posting.InMemoryLedger;
import online.speka.ledger.posting.Ledger;
import online.speka.ledger.posting.LedgerRefusedException;
import online.speka.ledger.posting.LedgerUnavailableException;
import online.speka.ledger.posting.PriceVersion;
import online.speka.ledger.posting.Receipt;
import online.speka.testkit.time.SettableClock;
import org.junit.jupiter.api.Test;

class IntakeTest {

  private static final Usage USAGE = Usage.of(10, 0);

  private final Random random = new Random(3);
  private final InMemoryLedger books =
      new InMemoryLedger()
          .tenant(Facts.LOCAL)
          .price(new PriceVersion(1, Facts.CHAT, new Prices(1_000_000, 0, 0), Instant.EPOCH));
  private final FakeOutcomes source = new FakeOutcomes(10);
  private final List<DeadLetter> dead = new ArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void everyRecordIsCommittedOnlyAfterItsBillIsMade() {
    source.add(Facts.completed(Facts.jobId(random), USAGE));
    List<Integer> committedWhenPosting = new ArrayList<>();
    Ledger watching =
        posting(
            events -> {
              committedWhenPosting.add(source.committed);
              return books.post(events);
            });

    intake(watching).runOnce();

    assertThat(committedWhenPosting).containsExactly(0);
    assertThat(source.committed).isOne();
    assertThat(books.bills()).hasSize(1);
  }

  @Test
  void aLedgerThatIsAwayIsAskedAgainAfterGrowingPausesAndNothingIsLost() {
    // Given
    for (int i = 0; i < 25; i++) {
      source.add(Facts.completed(Facts.jobId(random), USAGE));
    }
    FailingLedger failing = new FailingLedger(4);
    Intake intake = intake(failing);

    // When
    runUntilDone(intake);

    // Then
    assertThat(source.pauses)
        .extracting(Duration::toMillis)
        .containsExactly(100L, 200L, 400L, 500L);
    assertThat(books.bills()).hasSize(25);
    assertThat(count("posted")).isEqualTo(25);
    assertThat(registry.counter(MicrometerIntakeMetrics.RETRIES).count()).isEqualTo(4);
  }

  @Test
  void aMistakeInTheLedgerLosesNothingEither() {
    source.add(Facts.completed(Facts.jobId(random), USAGE));
    int[] calls = {0};
    Ledger broken =
        posting(
            events -> {
              if (calls[0]++ == 0) {
                throw new IllegalStateException("a bug");
              }
              return books.post(events);
            });

    runUntilDone(intake(broken));

    assertThat(books.bills()).hasSize(1);
  }

  @Test
  void aProcessThatDiesBetweenTheBillAndTheOffsetRepeatsNothing() {
    // Given
    for (int i = 0; i < 10; i++) {
      source.add(Facts.completed(Facts.jobId(random), USAGE));
    }
    Intake dying =
        new Intake(
            source,
            new BatchPoster(books),
            dead::addAll,
            new Backoff(Duration.ofMillis(100), Duration.ofMillis(500)),
            new IntakeObserver(
                IntakeMetrics.NONE,
                (_, _, _) -> {
                  throw new OutOfMemoryError("after the bill, before the offset");
                },
                Settlements.NONE),
            SettableClock.create());
    try {
      dying.runOnce();
    } catch (OutOfMemoryError _) {
      source.close();
    }

    // When
    runUntilDone(intake(books));

    // Then
    assertThat(books.bills()).hasSize(10);
    assertThat(count("duplicate")).isEqualTo(10);
  }

  @Test
  void whatCannotBeReadIsADeadLetterAndStopsNobody() {
    source.add("{\"event\":\"outcome\"}");
    source.add(Facts.completed(Facts.jobId(random), USAGE));
    source.add("\0 not even JSON");
    source.add("null");
    source.add((byte[]) null);
    source.add(
        "{\"event\":\"outcome\",\"usage\":{\"promptTokens\":-5,\"cachedPromptTokens\":0,"
            + "\"completionTokens\":0,\"reasoningTokens\":0}}");

    runUntilDone(intake(books));

    assertThat(books.bills()).hasSize(1);
    assertThat(dead).extracting(DeadLetter::reason).containsOnly(DeadLetter.MALFORMED).hasSize(5);
    assertThat(dead)
        .extracting(letter -> letter.delivery().position())
        .containsExactly(
            "outcomes/0/0", "outcomes/0/2", "outcomes/0/3", "outcomes/0/4", "outcomes/0/5");
  }

  @Test
  void aFactThatTheDatabaseRefusesIsADeadLetterAndItsNeighboursAreBilled() {
    // Given
    List<JobId> poison = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      JobId job = Facts.jobId(random);
      source.add(Facts.completed(job, USAGE));
      if (i % 10 == 4) {
        poison.add(job);
      }
    }
    Ledger refusing =
        posting(
            events -> {
              if (events.stream().anyMatch(event -> poison.contains(event.job().id()))) {
                throw new LedgerRefusedException("23514", new IllegalStateException());
              }
              return books.post(events);
            });

    // When
    runUntilDone(intake(refusing));

    // Then
    assertThat(books.bills()).hasSize(27);
    assertThat(dead).extracting(DeadLetter::reason).containsOnly("sql state 23514").hasSize(3);
    assertThat(dead).extracting(letter -> letter.delivery().offset()).containsExactly(4L, 14L, 24L);
  }

  @Test
  void deadLettersThatCannotBeSentAreTriedAgainBeforeTheOffsetMoves() {
    source.add("not JSON");
    int[] calls = {0};
    Intake intake =
        intake(
            books,
            letters -> {
              if (calls[0]++ == 0) {
                throw new SourceUnavailableException("no Kafka", new IllegalStateException());
              }
              dead.addAll(letters);
            });

    intake.runOnce();
    assertThat(source.committed).isZero();
    runUntilDone(intake);

    assertThat(dead).hasSize(1);
    assertThat(count("malformed")).isOne();
  }

  @Test
  void everyConsumedRecordIsCountedInExactlyOneWay() {
    // Given
    for (int i = 0; i < 500; i++) {
      JobId job = Facts.jobId(random);
      Outcome outcome = Facts.completed(job, USAGE);
      switch (random.nextInt(7)) {
        case 0 -> {
          source.add(outcome);
          source.add(outcome);
        }
        case 1 -> {
          source.add(Facts.attemptFailed(job, Facts.FIRST));
          source.add(Facts.completed(Facts.job(job), Facts.SECOND, USAGE));
          source.add(Facts.completed(Facts.job(job), Facts.FIRST, USAGE));
          source.add(Facts.completed(Facts.job(job), new Attempt(Facts.SECOND.epoch(), 3), USAGE));
        }
        case 2 -> source.add("junk");
        case 3 -> source.add(Facts.completed(job, Usage.of(Long.MAX_VALUE, 0)));
        case 4 ->
            source.add(
                Facts.completed(
                    Facts.job(job, Facts.CHAT, new TenantId("stranger"), Facts.ACCEPTED),
                    Facts.FIRST,
                    USAGE));
        case 5 -> {
          JobId request = Facts.jobId(random);
          source.add(Facts.completed(Facts.part(job, request, 0, 2), Facts.FIRST, USAGE));
          source.add(
              Facts.completed(Facts.part(Facts.jobId(random), request, 1, 2), Facts.FIRST, USAGE));
        }
        default -> source.add(outcome);
      }
    }

    // When
    runUntilDone(intake(new FailingLedger(5)));

    // Then
    double consumed = registry.counter(MicrometerIntakeMetrics.CONSUMED).count();
    double counted =
        registry.find(MicrometerIntakeMetrics.EVENTS).counters().stream()
            .mapToDouble(counter -> counter.count())
            .sum();
    assertThat(consumed).isEqualTo(source.committed);
    assertThat(counted).isEqualTo(consumed);
    assertThat(registry.find(MicrometerIntakeMetrics.EVENTS).counters())
        .allSatisfy(counter -> assertThat(counter.count()).as(name(counter)).isPositive());
    assertThat((double) dead.size()).isEqualTo(count("rejected") + count("malformed"));
    assertThat((double) books.bills().size()).isEqualTo(count("posted"));
    assertThat(
            registry.find(MicrometerIntakeMetrics.CHARGED).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum())
        .isEqualTo(books.charged().doubleValue());
  }

  private static String name(Meter meter) {
    return meter.getId().toString();
  }

  private double count(String result) {
    return registry.counter(MicrometerIntakeMetrics.EVENTS, "result", result).count();
  }

  private Intake intake(Ledger ledger) {
    return intake(ledger, dead::addAll);
  }

  private Intake intake(Ledger ledger, DeadLetters letters) {
    return new Intake(
        source,
        new BatchPoster(ledger),
        letters,
        new Backoff(Duration.ofMillis(100), Duration.ofMillis(500)),
        new IntakeObserver(
            new MicrometerIntakeMetrics(registry), PostingTraces.NONE, Settlements.NONE),
        SettableClock.create());
  }

  private void runUntilDone(Intake intake) {
    for (int step = 0; step < 10_000 && !source.isDone(); step++) {
      intake.runOnce();
    }
    assertThat(source.isDone()).isTrue();
  }

  private static Ledger posting(Function<List<JobEvent>, List<Receipt>> post) {
    return new Ledger() {
      @Override
      public List<Receipt> post(List<JobEvent> events) {
        return post.apply(events);
      }

      @Override
      public List<Receipt> postHeld(int max) {
        return List.of();
      }

      @Override
      public List<Receipt> closeAbandoned(Instant openedBefore, int max) {
        return List.of();
      }
    };
  }

  private final class FailingLedger implements Ledger {
    private int failuresLeft;

    FailingLedger(int failures) {
      this.failuresLeft = failures;
    }

    @Override
    public List<Receipt> post(List<JobEvent> events) {
      if (failuresLeft-- > 0) {
        throw new LedgerUnavailableException("away", new IllegalStateException());
      }
      return books.post(events);
    }

    @Override
    public List<Receipt> postHeld(int max) {
      return List.of();
    }

    @Override
    public List<Receipt> closeAbandoned(Instant openedBefore, int max) {
      return List.of();
    }
  }
}
