package online.speka.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.edge.FakeJob.event;
import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import online.speka.contract.job.Attempt;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What SDKs and proxies make of an answer depends on these; see COMPATIBILITY.md. */
@WithServices({KAFKA, REDIS})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompatibilityIT {
  private static final Attempt FIRST = new Attempt(1, 1);

  private RunningEdge edge;
  private RedisClient client;
  private FakeWorker worker;

  @BeforeAll
  void start(KafkaFixture kafka, RedisFixture redis, @TempDir Path directory) throws IOException {
    edge = RunningEdge.start(kafka, redis, directory, "compatibility");
    client = redis.newClient();
    worker = new FakeWorker(kafka.bootstrapServers(), client, edge.topics());
  }

  @AfterAll
  void stop() {
    worker.close();
    client.close();
    edge.close();
  }

  @AfterEach
  void nothingIsHeld() {
    edge.awaitNothingHeld();
    worker.reset();
  }

  @Test
  void aStreamIsNeverCompressed() throws Exception {
    HttpRequest request =
        edge.request("/v1/chat/completions")
            .header("Content-Type", "application/json")
            .header("Accept-Encoding", "gzip, deflate, br, zstd")
            .POST(HttpRequest.BodyPublishers.ofByteArray(edge.chatBody(",\"stream\":true")))
            .build();
    CompletableFuture<HttpResponse<String>> answer =
        edge.http().sendAsync(request, BodyHandlers.ofString());
    FakeJob job = worker.next();
    String text = event("x".repeat(20_000));
    job.send(job.chunk(0, text), job.end(1, event("[DONE]")));

    assertThat(answer.join().headers().firstValue("content-encoding")).isEmpty();
    assertThat(answer.join().body()).isEqualTo(text + event("[DONE]"));
  }

  /** The bytes after which an SDK stops reading are the last ones, and the connection lives on. */
  @Test
  void theBodyEndsWithDone() throws Exception {
    byte[] body = edge.chatBody(",\"stream\":true");
    try (RawClient raw = new RawClient(edge)) {
      for (int i = 0; i < 2; i++) {
        raw.head("Content-Length: " + body.length).send(body);
        FakeJob job = worker.next();
        job.send(job.chunk(0, event("one")));
        job.send(job.end(1, event("[DONE]")));

        RawClient.Answer answer = raw.answer();

        assertThat(answer.body()).isEqualTo(event("one") + event("[DONE]"));
        assertThat(answer.headers()).doesNotContainKeys("content-length", "connection");
      }
    }
  }

  @Test
  void aDocumentCutInsideACharacterArrivesWhole() throws Exception {
    String document = "{\"text\":\"ä 世界 🚀\"}";
    byte[] bytes = document.getBytes(UTF_8);
    CompletableFuture<HttpResponse<String>> answer =
        edge.http().sendAsync(edge.chat(""), BodyHandlers.ofString());
    FakeJob job = worker.next();
    for (int i = 0; i < bytes.length; i++) {
      byte[] one = {bytes[i]};
      boolean last = i == bytes.length - 1;
      Frame frame =
          job.frame(FIRST, i, false, last ? new Content.End(one) : new Content.Chunk(one));
      job.send(frame);
    }

    assertThat(answer.join().body()).isEqualTo(document);
  }

  /** What SDKs, proxies and browsers send along; none of it is ours to judge. */
  @Test
  void headersOfOthersDisturbNothing() throws Exception {
    HttpRequest request =
        edge.request("/v1/chat/completions")
            .header("Content-Type", "application/json; charset=utf-8")
            .header("OpenAI-Organization", "org-1")
            .header("OpenAI-Project", "proj_1")
            .header("OpenAI-Beta", "assistants=v2")
            .header("X-Stainless-Lang", "python")
            .header("X-Stainless-Async", "false")
            .header("x-stainless-retry-count", "0")
            .header("x-stainless-read-timeout", "600")
            .header("Idempotency-Key", "stainless-python-retry-1")
            .header("X-Client-Request-Id", "mine")
            .header("Accept", "application/json")
            .header("X-Forwarded-For", "203.0.113.7")
            .POST(HttpRequest.BodyPublishers.ofByteArray(edge.chatBody()))
            .build();
    CompletableFuture<HttpResponse<String>> answer =
        edge.http().sendAsync(request, BodyHandlers.ofString());
    FakeJob job = worker.next();
    job.send(job.end(0, "{}"));

    assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }
}
