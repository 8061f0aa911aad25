package online.speka.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.edge.FakeJob.event;
import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import online.speka.contract.job.JobId;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no HTTP library would send. */
@WithServices({KAFKA, REDIS})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RawHttpIT {
  private static final int BODY_MAX = 1024 * 1024;

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
            "raw",
            "--speka.edge.openai.body-max=1MB",
            "--speka.edge.openai.body-timeout=2s",
            "--speka.edge.streaming.buffer-max=64KB",
            "--speka.edge.streaming.stall-max=3s",
            "--speka.edge.admission.in-flight-max=20");
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
  void anAnnouncedBodyThatIsTooLargeIsRefusedBeforeItIsSent() throws IOException {
    try (RawClient raw = new RawClient(edge)) {
      RawClient.Answer answer = raw.head("Content-Length: 100000000").answer();

      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).contains("request_too_large");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5000000|Connection: keep-alive",
        "Content-Length: 5000000|Connection: close",
        "Transfer-Encoding: chunked|Connection: keep-alive",
        "Transfer-Encoding: chunked|Connection: close",
      })
  void aClientThatSendsAllOfATooLargeBodyReadsWhyItWasRefused(String headers) throws IOException {
    byte[] piece = new byte[100_000];
    boolean chunked = headers.contains("chunked");
    try (RawClient raw = new RawClient(edge)) {
      raw.head(headers.split("\\|"));
      for (int i = 0; i < 50; i++) {
        if (chunked) {
          raw.chunk(piece);
        } else {
          raw.send(piece);
        }
      }
      if (chunked) {
        raw.lastChunk();
      }

      RawClient.Answer answer = raw.answer();

      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).contains("request_too_large");
    }
  }

  @Test
  void aChunkedBodyIsCountedAsItComes() throws IOException {
    try (RawClient raw = new RawClient(edge)) {
      raw.head("Transfer-Encoding: chunked");
      for (int i = 0; i < 2 * BODY_MAX / 65536; i++) {
        raw.chunk(new byte[65536]);
      }

      assertThat(raw.answer().status()).isEqualTo(413);
      edge.awaitNothingHeld();
    }
  }

  @Test
  void aChunkedBodyCutInsideACharacterArrivesWhole() throws Exception {
    byte[] body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"ä😀\"}]}"
            .formatted(edge.chatModel())
            .getBytes(UTF_8);
    try (RawClient raw = new RawClient(edge)) {
      raw.head("Transfer-Encoding: chunked");
      for (byte b : body) {
        raw.chunk(new byte[] {b});
      }
      raw.lastChunk();
      FakeJob job = worker.next();
      assertThat(job.body()).isEqualTo(body);
      job.send(job.end(0, "{}"));

      assertThat(raw.answer().body()).isEqualTo("{}");
    }
  }

  @Test
  void bytesThatAreNotUtf8AreRefusedAndTheConnectionStaysUsable() throws Exception {
    byte[] bad = "{\"model\":\"x\",\"messages\":\"\u00ff\"}".getBytes("ISO-8859-1");
    byte[] good = edge.chatBody();
    try (RawClient raw = new RawClient(edge)) {
      RawClient.Answer refused = raw.head("Content-Length: " + bad.length).send(bad).answer();
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.body()).contains("UTF-8");

      raw.head("Content-Length: " + good.length).send(good);
      FakeJob job = worker.next();
      job.send(job.end(0, "{}"));

      assertThat(raw.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void continueIsSaidOnlyToWhoMayGoOn() throws Exception {
    byte[] good = edge.chatBody();
    try (RawClient raw = new RawClient(edge)) {
      raw.head("Content-Length: " + good.length, "Expect: 100-continue");
      assertThat(raw.answer().status()).isEqualTo(100);
      raw.send(good);
      FakeJob job = worker.next();
      job.send(job.end(0, "{}"));
      assertThat(raw.answer().status()).isEqualTo(200);
    }
    try (RawClient raw = new RawClient(edge)) {
      RawClient.Answer answer =
          raw.head("Content-Length: 90000000", "Expect: 100-continue").answer();
      assertThat(answer.status()).isEqualTo(413);
    }
  }

  @Test
  void aBodyThatDoesNotArriveIsGivenUp() throws IOException {
    try (RawClient raw = new RawClient(edge)) {
      RawClient.Answer answer = raw.head("Content-Length: 100").send("{\"model\"").answer();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("did not arrive in time");
    }
  }

  @Test
  void anUploadThatWasRefusedMayNotGoOnForEver() throws Exception {
    try (RawClient raw = new RawClient(edge)) {
      raw.head("Transfer-Encoding: chunked", "X: y");
      for (int i = 0; i < 2 * BODY_MAX / 65536; i++) {
        raw.chunk(new byte[65536]);
      }
      assertThat(raw.answer().status()).isEqualTo(413);

      await()
          .atMost(Duration.ofSeconds(6))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> isCut(raw));
    }
  }

  private static boolean isCut(RawClient raw) {
    try {
      raw.chunk(new byte[10]);
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  @Test
  void aClientThatVanishesInMidUploadLeavesNothingBehind() throws IOException {
    try (RawClient raw = new RawClient(edge)) {
      raw.head("Content-Length: 100000").send(new byte[5000]);
    }
    edge.awaitNothingHeld();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
            + "Content-Length: 6\r\n\r\n",
        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "complete nonsense\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nBad Header: x\r\n\r\n",
      })
  void whatIsNoHttpIsRefusedInTheEnvelope(String request) throws IOException {
    try (RawClient raw = new RawClient(edge)) {
      RawClient.Answer answer = raw.send(request).answer();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("\"code\":null", "\"param\":null");
      assertThat(answer.headers()).containsKeys("x-request-id", "openai-processing-ms");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/models/a|b",
        "/v1/models/a\"b{}",
        "/v1/models/%zz",
        "/v1/models/%",
        "/v1/models/[x]#y"
      })
  void aStrangeUrlLeadsNowhere(String path) throws IOException {
    try (RawClient raw = new RawClient(edge)) {
      RawClient.Answer answer =
          raw.send(
                  "GET "
                      + path
                      + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                      + edge.key().reveal()
                      + "\r\n\r\n")
              .answer();

      assertThat(answer.status()).isIn(400, 404);
      assertThat(answer.body()).contains("\"error\":{\"message\":");
    }
  }

  @Test
  void aClientThatDoesNotReadDelaysNobodyAndIsCutOff() throws Exception {
    byte[] body = edge.chatBody(",\"stream\":true");
    String big = event("x".repeat(8000));
    int events = 800;
    try (RawClient lazy = new RawClient(edge, 8192)) {
      lazy.head("Content-Length: " + body.length).send(body);
      FakeJob stalled = worker.next();
      for (int i = 0; i < events; i += 2) {
        stalled.send(stalled.chunk(i, big), stalled.chunk(i + 1, big));
      }
      stalled.send(stalled.end(events, event("[DONE]")));

      long start = System.nanoTime();
      try (RawClient quick = new RawClient(edge)) {
        quick.head("Content-Length: " + body.length).send(body);
        FakeJob job = worker.next();
        job.send(job.end(0, event("[DONE]")));
        assertThat(quick.answer().body()).isEqualTo(event("[DONE]"));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      assertThat(edge.count("speka.edge.frames", "end", "left_to_log")).isPositive();
      worker.awaitCancelled(stalled.job().id());
    }
  }

  @Test
  void aSlowReaderGetsEveryByteFromTheLog() throws Exception {
    byte[] body = edge.chatBody(",\"stream\":true");
    int events = 1500;
    double before = edge.count("speka.edge.frames", "end", "left_to_log");
    StringBuilder expected = new StringBuilder();
    try (RawClient slow = new RawClient(edge)) {
      slow.head("Content-Length: " + body.length).send(body);
      FakeJob job = worker.next();
      for (int i = 0; i < events; i += 5) {
        Frame[] together = new Frame[5];
        for (int j = 0; j < 5; j++) {
          String data = event((i + j) + "x".repeat(4000));
          expected.append(data);
          together[j] = job.chunk(i + j, data);
        }
        job.send(together);
      }
      job.send(job.end(events, event("[DONE]")));
      expected.append(event("[DONE]"));

      assertThat(edge.count("speka.edge.frames", "end", "left_to_log")).isGreaterThan(before);
      RawClient.Answer answer = slow.answer();

      assertThat(answer.body()).isEqualTo(expected.toString());
      assertThat(worker.cancelled()).doesNotContain(job.job().id());
    }
  }

  @Test
  void overTheLimitOfRequestsInFlightTheNextIsTurnedAway() throws Exception {
    byte[] body = edge.chatBody();
    RawClient[] waiting = new RawClient[20];
    List<JobId> jobs = new ArrayList<>();
    try {
      for (int i = 0; i < waiting.length; i++) {
        waiting[i] = new RawClient(edge);
        waiting[i].head("Content-Length: " + body.length).send(body);
        jobs.add(worker.next().job().id());
      }
      try (RawClient next = new RawClient(edge)) {
        RawClient.Answer answer = next.head("Content-Length: " + body.length).send(body).answer();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("\"overloaded\"");
        assertThat(Integer.parseInt(answer.headers().get("retry-after"))).isBetween(1, 60);
      }
    } finally {
      for (RawClient one : waiting) {
        if (one != null) {
          one.close();
        }
      }
    }
    jobs.forEach(worker::awaitCancelled);
  }

  @Test
  void aClientThatResetsItsConnectionLeavesNothingBehind() throws Exception {
    byte[] body = edge.chatBody(",\"stream\":true");
    FakeJob job;
    try (RawClient raw = new RawClient(edge)) {
      raw.head("Content-Length: " + body.length).send(body);
      job = worker.next();
      job.send(job.chunk(0, event("0")));
      raw.socket().setSoLinger(true, 0);
    } catch (SocketException e) {
      throw new AssertionError(e);
    }
    worker.awaitCancelled(job.job().id());
  }
}
