package online.speka.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import online.speka.contract.wire.RedisNames;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.Service;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The worker as an operating system sees it.
@WithServices({Service.KAFKA, Service.REDIS})
class WorkerProcessIT {

  private static final Duration BUSY_MACHINE = Duration.ofSeconds(90);

  @TempDir Path directory;

  @Test
  void itStartsWithoutItsServicesAndEndsWithZeroOnSigterm(
      KafkaFixture kafka, RedisFixture redis, RedisClient client) throws Exception {
    // Given: nothing to talk to
    redis.kill();
    kafka.freeze();
    int port = freePort();
    Process worker = start(kafka, redis, port);
    try {
      await().atMost(BUSY_MACHINE).until(() -> status(port, "liveness") == 200);
      assertThat(status(port, "readiness")).isEqualTo(503);

      // When
      redis.restart();
      kafka.thaw();

      // Then
      await().atMost(BUSY_MACHINE).until(() -> status(port, "readiness") == 200);
      try (StatefulRedisConnection<String, String> connection = client.connect()) {
        assertThat(connection.sync().hlen(RedisNames.WORKERS)).isEqualTo(1);

        // When: SIGTERM
        worker.destroy();

        // Then
        assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(worker.exitValue()).isZero();
        assertThat(connection.sync().hlen(RedisNames.WORKERS)).isZero();
      }
    } finally {
      worker.destroyForcibly();
      kafka.thaw();
    }
  }

  private Process start(KafkaFixture kafka, RedisFixture redis, int port) throws IOException {
    Path catalog = directory.resolve("catalog.yml");
    Files.writeString(catalog, WorkerTester.CATALOG, UTF_8);
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerApplication.class.getName(),
                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--spring.data.redis.url=" + redis.uri(),
                "--speka.catalog.file=" + catalog,
                "--server.port=" + port))
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("worker.log").toFile())
        .start();
  }

  private static int status(int port, String group) throws InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + port + "/actuator/health/" + group))
                  .timeout(Duration.ofSeconds(10))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
