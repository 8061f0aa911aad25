package online.speka.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.wire.RedisNames;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.Service;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Edges die, clients do not come back, and Redis forgets.
@WithServices({Service.KAFKA, Service.REDIS})
class AttendanceIT {
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private static final EdgeId GONE = new EdgeId("edge-that-is-gone");

  private static DispatcherTester tester;

  @BeforeAll
  static void startDispatcher(KafkaFixture kafka, RedisFixture redis) {
    tester = new DispatcherTester(kafka, redis, "attendance", 3);
    tester.startDispatcher(
        "--speka.dispatcher.flowcontrol.no-worker-wait-max=10m",
        "--speka.dispatcher.attendance.read-interval=100ms",
        DispatcherTester.ABSENCE_MAX + "1500ms");
  }

  @AfterAll
  static void stop() {
    tester.close();
  }

  private static Job job(ModelId model, EdgeId edge, Duration unattendedMax) {
    Instant now = Instant.now();
    Job.Window window = new Job.Window(now, now.plusSeconds(600)).unattended(unattendedMax);
    return DispatcherTester.job(model, Lane.INTERACTIVE, edge, window, null);
  }

  private static List<JobId> ended(ModelId model) {
    return tester.outcomes(model).stream().map(outcome -> outcome.job().id()).toList();
  }

  @Test
  void aQueuedJobOfADeadEdgeIsCancelledAndOneOfALivingEdgeIsNot(RedisClient client) {
    ModelId model = tester.nextModel();
    EdgeId alive = new EdgeId("edge-that-lives");
    try (var subscription = client.connectPubSub()) {
      subscription.sync().ssubscribe(RedisNames.edgeChannel(alive));
      Job kept = tester.submit(job(model, alive, Duration.ZERO));
      Job lost = tester.submit(job(model, GONE, Duration.ZERO));
      Job background = tester.submit(job(model, EdgeId.NONE, Duration.ZERO));

      await().atMost(WAIT_MAX).until(() -> ended(model).contains(lost.id()));

      await().during(Duration.ofSeconds(2)).until(() -> ended(model).size() == 1);
      Outcome outcome = tester.outcomes(model).getFirst();
      assertThat(outcome.status()).isEqualTo(Outcome.Status.CANCELLED);
      assertThat(outcome.cause()).isEqualTo(Cause.CLIENT_GONE);
      assertThat(List.of(kept.id(), background.id())).doesNotContainAnyElementsOf(ended(model));
    }
  }

  @Test
  void aJobThatOutlivesItsClientEndsWhenNobodyAttendsItAnyMore(RedisClient client) {
    ModelId model = tester.nextModel();
    try (var redis = client.connect()) {
      Job job = job(model, GONE, Duration.ofSeconds(60));
      Job attended = job(model, GONE, Duration.ofSeconds(60));
      redis.sync().set(RedisNames.attended(job.id()), "1", SetArgs.Builder.px(3000));
      redis.sync().set(RedisNames.attended(attended.id()), "1", SetArgs.Builder.px(600_000));
      long submittedAt = System.nanoTime();
      tester.submit(job);
      tester.submit(attended);

      await().atMost(WAIT_MAX).until(() -> ended(model).contains(job.id()));

      assertThat(Duration.ofNanos(System.nanoTime() - submittedAt))
          .isGreaterThan(Duration.ofSeconds(3));
      assertThat(ended(model)).containsExactly(job.id());
      // Whoever comes back now is told.
      String marks = RedisNames.response(job.id());
      assertThat(redis.sync().hget(marks, RedisNames.RESPONSE_CANCELLED)).isEqualTo("1");
      assertThat(redis.sync().pttl(marks)).isPositive();
      assertThat(redis.sync().exists(RedisNames.response(attended.id()))).isZero();
    }
  }

  @Test
  void aRedisThatForgotEverythingCostsNoJobWhoseEdgeComesBack(RedisFixture server) {
    ModelId model = tester.nextModel();
    EdgeId edge = new EdgeId("edge-that-comes-back");
    RedisClient client = server.newClient();
    try (var subscription = client.connectPubSub();
        var redis = client.connect()) {
      subscription.sync().ssubscribe(RedisNames.edgeChannel(edge));
      tester.submit(job(model, edge, Duration.ZERO));
      Job lasting = job(model, edge, Duration.ofSeconds(60));
      redis.sync().set(RedisNames.attended(lasting.id()), "1");
      tester.submit(lasting);

      server.kill();
      server.restart();
      await()
          .atMost(WAIT_MAX)
          .ignoreExceptions()
          .until(
() -> redis.sync().set(RedisNames.attended(lasting.id()), "1").equals("OK"));

      await().during(Duration.ofSeconds(3)).until(() -> ended(model).isEmpty());
    } finally {
      client.shutdown();
    }
  }
}
