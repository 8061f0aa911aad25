package online.speka.worker.engine.simulator;

import static online.speka.worker.engine.simulator.Simulated.body;
import static online.speka.worker.engine.simulator.Simulated.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import online.speka.contract.catalog.EngineSpec.Simulator.Faults;
import online.speka.contract.outcome.Cause;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.Cancellation;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.simulator.Simulated.Ran;
import org.junit.jupiter.api.Test;

/// When a simulated model says it, and what goes wrong.
class SimulatorBehaviourTest {

  private static final String STREAM = "\"stream\": true";
  private static final Delays NONE = new Delays(0, 0, 0);
  private static final String LONG_PROMPT = "word ".repeat(100).strip();

  @Test
  void tokensComeWhenTheDelaysSay() throws InterruptedException {
    // Given
    Simulated simulated = Simulated.chat(spec(false, Faults.NONE), new Delays(50_000, 7_000, 100));

    // When
    Ran ran = simulated.run(body("one two three", STREAM, "\"max_tokens\": 5"));

    // Then the first waits for ten tokens of prompt, the others for their turn
    assertThat(ran.frames()).hasSize(5);
    assertThat(simulated.waiter().waits()).containsExactly(51_000L, 7_000L, 7_000L, 7_000L, 7_000L);
  }

  @Test
  void whatAnEarlierAttemptHasDeliveredIsNotWaitedForAgain() throws InterruptedException {
    // Given a first attempt that broke off after three of five frames
    Simulated simulated = Simulated.chat(spec(false, Faults.NONE), new Delays(50_000, 7_000, 100));
    String body = body("one two three", STREAM, "\"max_tokens\": 5");
    String whole = simulated.run(body).wire();
    simulated.waiter().waits().clear();

    // When
    Ran again = simulated.continued(body, 3);

    // Then only the two others take their time, and all five are the same bytes
    assertThat(simulated.waiter().waits()).containsExactly(7_000L, 7_000L);
    assertThat(again.wire()).isEqualTo(whole);
  }

  @Test
  void choicesAreDecodedTogether() throws InterruptedException {
    Simulated simulated = Simulated.chat(spec(false, Faults.NONE), new Delays(0, 7_000, 0));
    simulated.run(body("hi", STREAM, "\"max_tokens\": 5, \"n\": 8"));
    assertThat(simulated.waiter().waits()).isEqualTo(Collections.nCopies(4, 7_000L));
  }

  @Test
  void aSlowClientIsNotMadeUpForWithABurst() throws InterruptedException {
    // Given a run that is held up for a second once
    Simulated simulated = Simulated.chat(spec(false, Faults.NONE), new Delays(0, 1_000, 0));
    simulated
        .waiter()
        .beforeEach(
            () -> {
              if (simulated.waiter().waits().size() == 3) {
                simulated.waiter().advance(1_000_000_000);
              }
            });

    // When
    simulated.run(body("hi", STREAM, "\"max_tokens\": 50"));

    // Then it has lost that second, but for one token
    assertThat(simulated.waiter().waits().stream().filter(wait -> wait <= 0))
        .hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void withoutDelaysNothingWaits() throws InterruptedException {
    Simulated simulated = Simulated.chat();
    simulated.run(body("hi", STREAM));
    assertThat(simulated.waiter().waits()).isEmpty();
  }

  @Test
  void aPromptSeenBeforeIsCachedForItsTenantOnly() throws InterruptedException {
    // Given
    Simulated simulated = Simulated.chat(spec(false, Faults.NONE), new Delays(0, 0, 10));
    String body = body(LONG_PROMPT, "\"max_tokens\": 1");

    // When
    Ran first = simulated.run(body, 1, "acme", new Cancellation());
    Ran again = simulated.run(body, 1, "acme", new Cancellation());
    Ran other = simulated.run(body, 1, "other", new Cancellation());
    Ran longer =
        simulated.run(
            body(LONG_PROMPT + " and more", "\"max_tokens\": 1"), 1, "acme", new Cancellation());

    // Then 107 tokens are six blocks of 16, and a rest
    assertThat(first.completed().usage()).isEqualTo(new Usage(107, 0, 1, 0));
    assertThat(again.completed().usage()).isEqualTo(new Usage(107, 96, 1, 0));
    assertThat(other.completed().usage().cachedPromptTokens()).isZero();
    assertThat(longer.completed().usage()).isEqualTo(new Usage(109, 96, 1, 0));
    assertThat(simulated.waiter().waits()).containsExactly(1070L, 110L, 1070L, 130L);
    assertThat(again.wire()).contains("\"cached_tokens\":96");
  }

  @Test
  void theCacheIsBounded() {
    PrefixCache cache = new PrefixCache(10);
    long[] first = {1, 2, 3};
    cache.add(first);
    assertThat(cache.cached(new long[] {1, 2, 9})).isEqualTo(2);
    cache.add(new long[] {11, 12, 13, 14, 15, 16, 17, 18});
    assertThat(cache.cached(first)).isEqualTo(2);
    cache.add(new long[] {21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32});
    assertThat(cache.cached(first)).isZero();
  }

  @Test
  void attemptsFailBeforeTheFirstTokenAsOftenAsPlanned() throws InterruptedException {
    Simulated flaky = Simulated.chat(spec(false, new Faults(2, 0, 0, 0, true)), NONE);
    for (int attempt = 1; attempt <= 2; attempt++) {
      Ran ran = flaky.run(body("hi", STREAM), attempt, "acme", new Cancellation());
      assertThat(ran.broken().cause()).isEqualTo(Cause.UPSTREAM_ERROR);
      assertThat(ran.broken().error().reason().status()).isEqualTo(502);
      assertThat(ran.broken().usage()).isEqualTo(Usage.NONE);
      assertThat(ran.frames()).isEmpty();
    }
    assertThat(flaky.run(body("hi", STREAM), 3, "acme", new Cancellation()).result())
        .isInstanceOf(EngineResult.Completed.class);
  }

  @Test
  void aShareOfRequestsFailsAndAlwaysTheSameOnes() throws InterruptedException {
    Simulated flaky = Simulated.chat(spec(false, new Faults(0, 0.2, 0, 0, true)), NONE);
    int failed = 0;
    for (int seed = 0; seed < 500; seed++) {
      String body = body("request " + seed, "\"max_tokens\": 1");
      boolean first = flaky.run(body).result() instanceof EngineResult.Broken;
      boolean again = flaky.run(body).result() instanceof EngineResult.Broken;
      assertThat(again).isEqualTo(first);
      assertThat(flaky.run(body, 2, "acme", new Cancellation()).result())
          .isInstanceOf(EngineResult.Completed.class);
      failed += first ? 1 : 0;
    }
    assertThat(failed).isBetween(60, 140);
  }

  @Test
  void anEngineBreaksAtItsTokenOnce() throws InterruptedException {
    Simulated dying = Simulated.chat(spec(false, new Faults(1, 0, 4, 0, false)), NONE);
    String body = body("hi", STREAM, "\"max_tokens\": 10");
    assertThat(dying.engine().deterministic()).isFalse();
    assertThat(dying.run(body, 1, "acme", new Cancellation()).broken().usage())
        .isEqualTo(Usage.NONE);
    Ran second = dying.run(body, 2, "acme", new Cancellation());
    assertThat(second.broken().cause()).isEqualTo(Cause.ENGINE_ERROR);
    assertThat(second.broken().usage().completionTokens()).isEqualTo(4);
    assertThat(second.frames())
        .isNotEmpty()
        .noneMatch(frame -> frame.contains("\"finish_reason\":\""));
    assertThat(dying.run(body, 3, "acme", new Cancellation()).result())
        .isInstanceOf(EngineResult.Completed.class);
  }

  @Test
  void aPoisonKillsItsProcessAtItsTokenInEveryAttempt() throws InterruptedException {
    // Given
    AtomicInteger deaths = new AtomicInteger();
    Simulated poison =
        Simulated.chat(
            spec(false, new Faults(0, 0, 0, 0, 3, true)),
            () -> {
              deaths.incrementAndGet();
              throw new IllegalStateException("dead");
            });

    // When
    for (int attempt = 1; attempt <= 3; attempt++) {
      int number = attempt;
      assertThatThrownBy(
              () ->
                  poison.run(
                      body("hi", STREAM, "\"max_tokens\": 10"), number, "acme", new Cancellation()))
          .hasMessage("dead");
    }

    // Then
    assertThat(deaths).hasValue(3);
    assertThat(poison.run(body("hi", STREAM, "\"max_tokens\": 2")).result())
        .as("an answer that is over before")
        .isInstanceOf(EngineResult.Completed.class);
  }

  @Test
  void aStalledRunEndsWhenItIsCancelled() throws InterruptedException {
    // Given
    Simulated stalling = Simulated.chat(spec(false, new Faults(0, 0, 0, 3, true)), NONE);
    Cancellation cancellation = new Cancellation();
    stalling.waiter().beforeEach(cancellation::cancel);

    // When
    Ran ran = stalling.run(body("hi", STREAM), 1, "acme", cancellation);

    // Then
    assertThat(ran.result())
        .isInstanceOfSatisfying(
            EngineResult.Cancelled.class,
            cancelled -> assertThat(cancelled.usage().completionTokens()).isEqualTo(3));
  }

  @Test
  void aStallThatNobodyEndsEndsByItself() throws InterruptedException {
    Simulated stalling = Simulated.chat(spec(false, new Faults(0, 0, 0, 3, true)), NONE);
    Ran ran = stalling.run(body("hi", STREAM));
    assertThat(ran.broken().cause()).isEqualTo(Cause.UPSTREAM_TIMEOUT);
  }

  @Test
  void cancellingBillsOnlyWhatWasGenerated() throws InterruptedException {
    for (int after = 0; after < 12; after++) {
      // Given a client that leaves during the wait for this token
      Simulated simulated = Simulated.chat(spec(false, Faults.NONE), new Delays(10, 10, 0));
      Cancellation cancellation = new Cancellation();
      int tokens = after;
      simulated
          .waiter()
          .beforeEach(
              () -> {
                if (simulated.waiter().waits().size() == tokens) {
                  cancellation.cancel();
                }
              });

      // When
      Ran ran = simulated.run(body("hi", STREAM, "\"max_tokens\": 100"), 1, "acme", cancellation);

      // Then
      Usage usage = ((EngineResult.Cancelled) ran.result()).usage();
      assertThat(usage).isEqualTo(tokens == 0 ? Usage.NONE : new Usage(8, 0, tokens, 0));
      assertThat(ran.frames()).hasSizeLessThanOrEqualTo(tokens);
    }
  }

  @Test
  void aClosedEngineIsNotReadyAndEndsItsRuns() throws InterruptedException {
    Simulated simulated = Simulated.chat();
    assertThat(simulated.engine().ready()).isTrue();
    simulated.engine().close();
    assertThat(simulated.engine().ready()).isFalse();
    assertThat(simulated.run(body("hi", STREAM)).broken().cause()).isEqualTo(Cause.ENGINE_ERROR);
  }
}
