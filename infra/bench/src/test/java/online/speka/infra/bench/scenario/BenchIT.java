package online.speka.infra.bench.scenario;

import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import online.speka.contract.wire.Topics;
import online.speka.infra.bench.script.StreamScript.Shape;
import online.speka.infra.bench.upstream.UpstreamServer;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Both scenarios over a real Kafka and a real Redis. Another upstream stands in for the platform,
/// so what it adds is about nothing.
@WithServices({KAFKA, REDIS})
class BenchIT {

  private static final String MODEL = "bench/fixed-delay";

  @TempDir Path directory;

  private final KafkaFixture kafka;
  private final RedisFixture redis;
  private UpstreamServer platform;

  BenchIT(KafkaFixture kafka, RedisFixture redis) {
    this.kafka = kafka;
    this.redis = redis;
  }

  @BeforeEach
  void start() {
    Shape shape = new Shape(Duration.ofMillis(5), Duration.ofMillis(1), 16);
    platform = UpstreamServer.start(0, MODEL, shape, System::nanoTime);
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private JsonNode run(String scenario, String... more) throws IOException {
    Path ready = directory.resolve("ready.json");
    Files.writeString(
        ready,
        """
        {"api": "http://127.0.0.1:%d/v1", "key": "sk-speka-live-x", "processes": [
          {"role": "edge", "pid": %d, "url": "http://127.0.0.1:%d"},
          {"role": "kafka", "pid": %d, "url": "%s"},
          {"role": "redis", "pid": %d, "url": "%s"}]}
        """
            .formatted(
                platform.port(),
                ProcessHandle.current().pid(),
                platform.port(),
                ProcessHandle.current().pid(),
                kafka.bootstrapServers(),
                ProcessHandle.current().pid(),
                redis.uri()));
    Path json = directory.resolve("result.json");
    System.setProperty("bench.scratch", directory.toString());
    String[] options = {
      scenario, "--ready", "" + ready, "--upstream-port", "0", "--json", "" + json, "--warm-up", "1"
    };
    String[] all =
        java.util.stream.Stream.of(options, more)
            .flatMap(java.util.Arrays::stream)
            .toArray(String[]::new);

    int status = BenchCommand.execute(System::nanoTime, all);

    assertThat(status).isZero();
    return JsonMapper.shared().readTree(json);
  }

  @Test
  void ttftMeasuresBothWaysAndTheFloor() throws IOException {
    // Given a topic of outcomes with nothing in it
    kafka.createTopic(Topics.OUTCOMES, 1, java.util.Map.of());

    // When
    JsonNode result = run("ttft", "--seconds", "6");

    // Then
    assertThat(result.path("errors").intValue()).isZero();
    assertThat(result.path("levels")).hasSize(3);
    for (JsonNode level : result.path("levels")) {
      assertThat(level.at("/direct/firstToken/p50Ms").doubleValue()).isBetween(20.0, 60.0);
      assertThat(level.at("/through/firstToken/p50Ms").doubleValue()).isBetween(20.0, 60.0);
      assertThat(level.at("/floor/kafka/p50Ms").doubleValue()).isBetween(0.1, 100.0);
      assertThat(level.at("/floor/redis/p50Ms").doubleValue()).isBetween(0.01, 100.0);
      assertThat(level.at("/floor/broken").intValue()).isZero();
    }
    assertThat(kafka.admin().listTopics().names().toCompletionStage().toCompletableFuture().join())
        .as("its own topic is gone")
        .noneMatch(name -> name.contains("bench"));
  }

  @Test
  void saturateFindsARateAndAccountsForTheCpu() throws IOException {
    // When
    JsonNode result = run("saturate", "--seconds", "10", "--from-rate", "3000");

    // Then
    assertThat(result.path("steps")).isNotEmpty();
    assertThat(result.path("errors").intValue()).isZero();
    assertThat(result.at("/unloaded/latencies/answered").intValue()).isPositive();
    assertThat(result.at("/unloaded/usage/cpuNanos/(upstream)").isNumber()).isTrue();
    assertThat(result.at("/residentBytes/edge+kafka+redis").longValue()).isPositive();
  }
}
