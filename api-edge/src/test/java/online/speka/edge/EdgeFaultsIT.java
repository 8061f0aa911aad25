package online.speka.edge;

import static online.speka.edge.FakeJob.event;
import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import online.speka.contract.job.JobId;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Kafka and Redis die and come back. */
@WithServices({KAFKA, REDIS})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeFaultsIT {
  private static final String STREAM = ",\"stream\":true";

  private RunningEdge edge;
  private RedisClient client;
  private FakeWorker worker;

  @BeforeAll
  void start(KafkaFixture kafka, RedisFixture redis, @TempDir Path directory) throws IOException {
    edge =
        RunningEdge.start(
            kafka,
            redis,
            directory,
            "faults",
            "--speka.edge.submission.delivery-timeout=1500ms",
            "--speka.edge.submission.request-timeout=700ms",
            // What happens to keys meanwhile has a test of its own.
            "--speka.edge.auth.freshness-max=5m");
    client = redis.newClient();
    worker = new FakeWorker(kafka.bootstrapServers(), client, edge.topics());
  }

  @AfterAll
  void stop() {
    worker.close();
    client.close();
    edge.close();
  }

  @BeforeEach
  void bothAreBack() {
    edge.awaitReady();
  }

  @AfterEach
  void nothingIsHeld() {
    edge.awaitNothingHeld();
    worker.reset();
  }

  @Test
  void whileKafkaIsDownNothingIsAcceptedAndAfterwardsItWorksByItself(KafkaFixture kafka) {
    kafka.stop();
    HttpResponse<String> refused = edge.send(edge.chat(""));
    HttpResponse<String> refusedStream = edge.send(edge.chat(STREAM));
    HttpResponse<String> models = edge.get("/v1/models");
    kafka.restart();

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("\"unavailable\"");
    assertThat(Integer.parseInt(refused.headers().firstValue("retry-after").orElseThrow()))
        .isBetween(1, 60);
    assertThat(refusedStream.statusCode()).isEqualTo(503);
    assertThat(refusedStream.headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    assertThat(models.statusCode()).isEqualTo(200);
    worker.script(job -> job.send(job.end(0, "{}")));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> edge.send(edge.chat("")).statusCode() == 200);
    // Whoever was told to try again has been cancelled, should his job ever turn up.
    await().atMost(Duration.ofSeconds(5)).until(() -> worker.cancelled().size() >= 2);
    List<JobId> told = worker.cancelled();
    assertThat(worker.seen().stream().filter(told::contains)).isEmpty();
  }

  @Test
  void whileRedisIsDownARequestIsRefusedAtOnceAndAfterwardsItWorksByItself(RedisFixture redis) {
    redis.kill();
    await().atMost(Duration.ofSeconds(5)).until(() -> !edge.isReady());
    long start = System.nanoTime();
    HttpResponse<String> refused = edge.send(edge.chat(""));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    redis.restart();

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
    assertThat(took).isLessThan(Duration.ofSeconds(1));
    assertThat(worker.seen()).isEmpty();
    worker.script(job -> job.send(job.end(0, "{}")));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> edge.send(edge.chat("")).statusCode() == 200);
  }

  @Test
  void aStreamSurvivesARestartOfRedis(RedisFixture redis) throws Exception {
    CompletableFuture<HttpResponse<InputStream>> answer =
        edge.http().sendAsync(edge.chat(STREAM), BodyHandlers.ofInputStream());
    FakeJob job = worker.next();
    job.send(job.chunk(0, event("0")));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.join().body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("data: 0");

      redis.kill();
      redis.restart();
      // The worker's connection is back before the edge's: what it publishes is heard by nobody.
      retried(() -> job.log(job.chunk(1, event("1")), job.chunk(2, event("2"))));
      retried(() -> job.log(job.end(3, event("[DONE]"))));

      assertThat(lines.lines().filter(line -> !line.isEmpty()))
          .containsExactly("data: 1", "data: 2", "data: [DONE]");
    }
  }

  @Test
  void aClientThatLeavesWhileRedisIsDownIsAnnouncedWhenItIsBack(RedisFixture redis)
      throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        edge.http().sendAsync(edge.chat(STREAM), BodyHandlers.ofString());
    FakeJob job = worker.next();
    redis.kill();
    await().atMost(Duration.ofSeconds(5)).until(() -> !edge.isReady());
    answer.cancel(true);
    edge.awaitNothingHeld();

    redis.restart();

    await().atMost(Duration.ofSeconds(10)).until(() -> worker.cancelled().contains(job.job().id()));
  }

  @Test
  void theEdgeStartsWithoutItsServicesAndIsReadyWhenTheyAre(
      KafkaFixture kafka, RedisFixture redis, @TempDir Path directory) throws Exception {
    redis.kill();
    CompletableFuture<RunningEdge> starting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return RunningEdge.start(kafka, redis, directory, "late");
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    await().during(Duration.ofSeconds(3)).until(() -> !starting.isDone());

    redis.restart();

    try (RunningEdge late = starting.join()) {
      assertThat(late.isReady()).isTrue();
    }
  }

  private static void retried(Runnable action) {
    await()
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptions()
        .until(
            () -> {
              action.run();
              return true;
            });
  }
}
