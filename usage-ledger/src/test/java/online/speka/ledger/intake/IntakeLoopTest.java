package online.speka.ledger.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import online.speka.ledger.posting.InMemoryLedger;
import online.speka.ledger.posting.PriceVersion;
import online.speka.testkit.time.SettableClock;
import org.junit.jupiter.api.Test;

class IntakeLoopTest {

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(1), Duration.ofMillis(5));

  private final InMemoryLedger books =
      new InMemoryLedger()
          .tenant(Facts.LOCAL)
          .price(new PriceVersion(1, Facts.CHAT, Prices.FREE, Instant.EPOCH));

  @Test
  void whateverBreaksABatchItIsReadAgainAndNothingIsSkipped() {
    // Given
    Random random = new Random(8);
    FakeOutcomes source = new FakeOutcomes(10);
    for (int i = 0; i < 100; i++) {
      source.add(Facts.completed(Facts.jobId(random), Usage.of(1, 1)));
    }
    source.add("a dead letter");
    AtomicInteger failures = new AtomicInteger(3);
    DeadLetters breaking =
        _ -> {
          if (failures.getAndDecrement() > 0) {
            throw new StackOverflowError("what nobody thought of");
          }
        };
    Intake intake =
        new Intake(
            source,
            new BatchPoster(books),
            breaking,
            BACKOFF,
            IntakeObserver.NONE,
            SettableClock.create());
    IntakeLoop loop = new IntakeLoop(intake, source, BACKOFF, Duration.ofSeconds(5));

    // When
    loop.start();
    await().atMost(Duration.ofSeconds(10)).until(source::isDone);
    loop.stop();

    // Then
    assertThat(books.bills()).hasSize(100);
    assertThat(failures).hasNegativeValue();
    assertThat(loop.isRunning()).isFalse();
  }
}
