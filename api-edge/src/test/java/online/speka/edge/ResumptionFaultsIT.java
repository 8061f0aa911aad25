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
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import online.speka.contract.job.JobId;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edge, or Redis, dies under streams that can be resumed. */
@WithServices({KAFKA, REDIS})
class ResumptionFaultsIT {
  private static final int STREAMS = 40;

  @Test
  void streamsOfAnEdgeThatBreaksOffGoOnAtAnother(
      KafkaFixture kafka, RedisFixture redis, RedisClient client, @TempDir Path directory)
      throws Exception {
    // It cuts its connections as it ends, and finishes nothing.
    RunningEdge dying =
        RunningEdge.start(kafka, redis, directory, "break", "--server.shutdown=immediate");
    try (RunningEdge other = dying.beside(redis);
        FakeWorker worker = new FakeWorker(kafka.bootstrapServers(), client, dying.topics())) {
      Map<JobId, FakeJob> running = new ConcurrentHashMap<>();
      worker.script(job -> begin(job, running));
      List<CompletableFuture<HttpResponse<InputStream>>> first =
          IntStream.range(0, STREAMS)
              .mapToObj(
                  i ->
                      dying.http().sendAsync(resumable(dying, i, ""), BodyHandlers.ofInputStream()))
              .toList();
      List<BufferedReader> readers = new ArrayList<>();
      for (CompletableFuture<HttpResponse<InputStream>> one : first) {
        readers.add(new BufferedReader(new InputStreamReader(one.join().body(), UTF_8)));
        assertThat(readers.getLast().readLine()).isEqualTo("id: 0");
      }

      dying.stop();
      List<String> last = readers.stream().map(ResumptionFaultsIT::lastId).toList();
      List<CompletableFuture<HttpResponse<String>>> rest = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        rest.add(other.http().sendAsync(resumable(other, i, last.get(i)), BodyHandlers.ofString()));
      }
      running.values().forEach(ResumptionFaultsIT::end);

      for (int i = 0; i < STREAMS; i++) {
        assertThat(rest.get(i).join().body())
            .isEqualTo(numbered(last.get(i).isEmpty() ? 0 : Integer.parseInt(last.get(i)) + 1));
      }
      assertThat(running).hasSize(STREAMS);
      assertThat(worker.cancelled()).isEmpty();
    } finally {
      dying.close();
    }
  }

  @Test
  void aRestartOfRedisIsNotSeenByStreamsThatAreFollowed(
      KafkaFixture kafka, RedisFixture redis, @TempDir Path directory) throws Exception {
    RedisClient client = redis.newClient();
    try (RunningEdge edge = RunningEdge.start(kafka, redis, directory, "lost");
        RunningEdge other = edge.beside(redis);
        FakeWorker worker = new FakeWorker(kafka.bootstrapServers(), client, edge.topics())) {
      CompletableFuture<HttpResponse<InputStream>> first =
          edge.http().sendAsync(resumable(edge, 0, ""), BodyHandlers.ofInputStream());
      FakeJob job = worker.next();
      job.send(job.chunk(0, event("0")));
      first.join().body().close();
      CompletableFuture<HttpResponse<InputStream>> followed =
          other.http().sendAsync(resumable(other, 0, ""), BodyHandlers.ofInputStream());
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(followed.join().body(), UTF_8))) {
        assertThat(lines.readLine()).isEqualTo("id: 0");

        redis.kill();
        redis.restart();
        retried(() -> job.log(job.chunk(1, event("1")), job.end(2, event("[DONE]"))));

        assertThat(lines.lines().filter(line -> !line.isEmpty()))
            .containsExactly("data: 0", "id: 1", "data: 1", "id: 2", "data: [DONE]");
      }
      assertThat(worker.cancelled()).isEmpty();
      assertThat(worker.seen()).hasSize(1);
    } finally {
      client.shutdown();
    }
  }

  private static void begin(FakeJob job, Map<JobId, FakeJob> running) {
    job.send(job.chunk(0, event("0")), job.chunk(1, event("1")));
    running.put(job.job().id(), job);
  }

  private static void end(FakeJob job) {
    job.send(job.chunk(2, event("2")), job.end(3, event("[DONE]")));
  }

  private static String numbered(int from) {
    List<String> all = List.of("0", "1", "2", "[DONE]");
    StringBuilder events = new StringBuilder();
    for (int i = from; i < all.size(); i++) {
      events.append("id: ").append(i).append('\n').append(event(all.get(i)));
    }
    return events.toString();
  }

  /** The number of the last event that came whole; an id whose event did not come is none. */
  private static String lastId(BufferedReader lines) {
    String last = "";
    String id = "0";
    try {
      String line;
      while ((line = lines.readLine()) != null) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.isEmpty()) {
          last = id;
        }
      }
    } catch (IOException _) {
      // The connection was cut.
    }
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return last;
  }

  private static HttpRequest resumable(RunningEdge at, int stream, String last) {
    return HttpRequest.newBuilder(at.chat(",\"stream\":true"), (_, _) -> true)
        .headers("Speka-Resumable", "true", "Idempotency-Key", at.chatModel() + " " + stream)
        .headers("Last-Event-ID", last)
        .build();
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
