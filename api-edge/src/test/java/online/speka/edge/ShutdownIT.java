package online.speka.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithServices({KAFKA, REDIS})
class ShutdownIT {

  @Test
  void aRunningStreamIsFinishedBeforeTheEdgeEnds(
      KafkaFixture kafka, RedisFixture redis, RedisClient client, @TempDir Path directory)
      throws Exception {
    RunningEdge edge = RunningEdge.start(kafka, redis, directory, "shutdown");
    try (FakeWorker worker = new FakeWorker(kafka.bootstrapServers(), client, edge.topics())) {
      CompletableFuture<HttpResponse<InputStream>> answer =
          edge.http().sendAsync(edge.chat(",\"stream\":true"), BodyHandlers.ofInputStream());
      FakeJob job = worker.next();
      job.send(job.chunk(0, event("0")));
      InputStream body = answer.join().body();
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
        assertThat(lines.readLine()).isEqualTo("data: 0");
        CompletableFuture<Void> ending = CompletableFuture.runAsync(edge::stop);

        await().atMost(Duration.ofSeconds(10)).until(() -> refuses(edge));
        assertThat(ending).isNotDone();
        job.send(job.chunk(1, event("1")), job.end(2, event("[DONE]")));

        assertThat(lines.lines().filter(line -> !line.isEmpty()))
            .containsExactly("data: 1", "data: [DONE]");
        ending.join();
      }
      assertThat(worker.cancelled()).isEmpty();
    } finally {
      edge.close();
    }
  }

  /** New connections are not taken any more. */
  private static boolean refuses(RunningEdge edge) {
    try (RawClient _ = new RawClient(edge)) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }
}
