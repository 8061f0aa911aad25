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
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

  @Test
  void aStreamThatCanBeResumedGoesOnAtAnotherEdge(
      KafkaFixture kafka, RedisFixture redis, RedisClient client, @TempDir Path directory)
      throws Exception {
    RunningEdge edge = RunningEdge.start(kafka, redis, directory, "hand-over");
    try (RunningEdge other = edge.beside(redis);
        FakeWorker worker = new FakeWorker(kafka.bootstrapServers(), client, edge.topics())) {
      CompletableFuture<HttpResponse<InputStream>> answer =
          edge.http().sendAsync(resumable(edge), BodyHandlers.ofInputStream());
      FakeJob job = worker.next();
      job.send(job.chunk(0, event("0")));
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(answer.join().body(), UTF_8))) {
        assertThat(lines.readLine()).isEqualTo("id: 0");
        assertThat(lines.readLine()).isEqualTo("data: 0");

        edge.stop();

        // The end of the body, at an event, and no error.
        assertThat(lines.lines().filter(line -> !line.isEmpty())).isEmpty();
      }
      CompletableFuture<HttpResponse<String>> rest =
          other
              .http()
              .sendAsync(
                  HttpRequest.newBuilder(resumable(other), (_, _) -> true)
                      .header("Last-Event-ID", "0")
                      .build(),
                  BodyHandlers.ofString());
      job.send(job.chunk(1, event("1")), job.end(2, event("[DONE]")));

      assertThat(rest.join().body()).isEqualTo("id: 1\ndata: 1\n\nid: 2\ndata: [DONE]\n\n");
      assertThat(worker.cancelled()).isEmpty();
      assertThat(worker.seen()).hasSize(1);
    } finally {
      edge.close();
    }
  }

  @Test
  void betweenTheSignalAndTheEndRequestsAreTakenButNoConnectionIsKept(
      KafkaFixture kafka, RedisFixture redis, RedisClient client, @TempDir Path directory)
      throws Exception {
    RunningEdge edge =
        RunningEdge.start(kafka, redis, directory, "notice", RunningEdge.DRAIN_NOTICE + "3s");
    try (FakeWorker worker = new FakeWorker(kafka.bootstrapServers(), client, edge.topics())) {
      worker.script(job -> job.send(job.end(0, "{}")));
      assertThat(edge.send(edge.chat("")).headers().firstValue("connection")).isEmpty();
      CompletableFuture<Void> ending = CompletableFuture.runAsync(edge::stop);
      await().atMost(Duration.ofSeconds(3)).until(() -> !edge.isReady());

      HttpResponse<String> late = edge.send(edge.chat(""));

      assertThat(ending).isNotDone();
      assertThat(late.statusCode()).isEqualTo(200);
      assertThat(late.headers().firstValue("connection")).hasValue("close");
      ending.join();
    } finally {
      edge.close();
    }
  }

  @Test
  void whileEdgesAreReplacedOneByOneNoClientSeesAnError(
      KafkaFixture kafka, RedisFixture redis, RedisClient client, @TempDir Path directory)
      throws Exception {
    RunningEdge first =
        RunningEdge.start(kafka, redis, directory, "rolling", RunningEdge.DRAIN_NOTICE + "1s");
    Deque<RunningEdge> edges = new ConcurrentLinkedDeque<>(List.of(first));
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    try (FakeWorker worker = new FakeWorker(kafka.bootstrapServers(), client, first.topics());
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      worker.script(job -> job.send(job.end(0, "{\"ok\":true}")));
      for (int i = 0; i < 4; i++) {
        clients.execute(
            () -> {
              while (!over.get()) {
                try {
                  HttpResponse<String> answer = ask(edges);
                  if (answer.statusCode() == 200) {
                    answered.incrementAndGet();
                  } else {
                    wrong.add(answer.statusCode() + " " + answer.body());
                  }
                } catch (RuntimeException e) {
                  wrong.add(e.toString());
                }
              }
            });
      }
      for (int round = 0; round < 3; round++) {
        edges.addFirst(edges.getLast().beside(redis, RunningEdge.DRAIN_NOTICE + "1s"));
        int before = answered.get();
        await().atMost(Duration.ofSeconds(10)).until(() -> answered.get() > before + 20);
        RunningEdge old = edges.getLast();
        CompletableFuture<Void> ending = CompletableFuture.runAsync(old::stop);
        // What balances load looks at readiness.
        await().atMost(Duration.ofSeconds(5)).until(() -> !old.isReady());
        edges.remove(old);
        ending.join();
      }
      over.set(true);
    } finally {
      over.set(true);
      edges.forEach(RunningEdge::close);
    }
    assertThat(wrong).isEmpty();
    assertThat(answered.get()).isGreaterThan(60);
  }

  private static HttpResponse<String> ask(Deque<RunningEdge> edges) {
    RunningEdge edge =
        ThreadLocalRandom.current().nextBoolean() ? edges.getFirst() : edges.getLast();
    return edge.send(edge.chat(""));
  }

  private static HttpRequest resumable(RunningEdge edge) {
    return HttpRequest.newBuilder(edge.chat(",\"stream\":true"), (_, _) -> true)
        .headers("Speka-Resumable", "true", "Idempotency-Key", "hand-over")
        .build();
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
