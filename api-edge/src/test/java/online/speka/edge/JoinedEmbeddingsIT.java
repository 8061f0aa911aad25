package online.speka.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Embeddings of many inputs: several jobs, one answer. At most two inputs a job, three at once. */
@WithServices({KAFKA, REDIS})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JoinedEmbeddingsIT {
  private static final JsonMapper JSON = new JsonMapper();

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
            "joined",
            "--speka.edge.joining.inputs-per-job-max=2",
            "--speka.edge.joining.jobs-in-flight-max=3",
            "--speka.edge.streaming.stall-max=1s");
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
  void nothingIsHeldAndARequestIsCountedOnce() {
    edge.awaitNothingHeld();
    worker.reset();
    await()
        .untilAsserted(
            () ->
                assertThat(edge.count("speka.edge.requests.ended"))
                    .isEqualTo(edge.count("speka.edge.requests.received")));
    assertThat(edge.count("speka.edge.streams.opened"))
        .isEqualTo(edge.count("speka.edge.streams.closed"));
  }

  @Test
  void theAnswersOfAllPartsAreOneAnswerInTheOrderOfTheInputs() throws Exception {
    // Given
    double requests = edge.count("speka.edge.requests.ended");
    CompletableFuture<HttpResponse<String>> answer = sent(7);
    List<FakeJob> firstThree = List.of(worker.next(), worker.next(), worker.next());

    // When they are answered in reverse, and the fourth comes after one of them
    answer(firstThree.get(2));
    FakeJob fourth = worker.next();
    answer(fourth);
    answer(firstThree.get(1));
    answer(firstThree.get(0));

    // Then
    HttpResponse<String> response = answer.join();
    JsonNode document = JSON.readTree(response.body());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-length"))
        .contains(Integer.toString(response.body().length()));
    assertThat(document.get("data").values())
        .extracting(vector -> vector.get("index").intValue())
        .containsExactlyElementsOf(IntStream.range(0, 7).boxed().toList());
    assertThat(document.get("data").values())
        .extracting(vector -> vector.get("embedding").stringValue())
        .containsExactlyElementsOf(IntStream.range(0, 7).mapToObj(i -> "of input " + i).toList());
    assertThat(document.at("/usage/prompt_tokens").intValue()).isEqualTo(70);
    await()
        .untilAsserted(
            () -> assertThat(edge.count("speka.edge.requests.ended")).isEqualTo(requests + 1));
  }

  @Test
  void everyPartIsAJobThatKnowsItsRequest() throws Exception {
    // Given
    CompletableFuture<HttpResponse<String>> answer = sent(5);
    List<FakeJob> jobs = new ArrayList<>(List.of(worker.next(), worker.next(), worker.next()));

    // When
    jobs.forEach(JoinedEmbeddingsIT::answer);
    String requestId = answer.join().headers().firstValue("x-request-id").orElseThrow();

    // Then
    Set<JobId> ids = new HashSet<>();
    Set<Integer> indices = new HashSet<>();
    for (FakeJob fake : jobs) {
      Job job = fake.job();
      ids.add(job.id());
      indices.add(job.part().index());
      assertThat(job.part().count()).isEqualTo(3);
      assertThat("req_" + job.part().request().toString().replace("-", "")).isEqualTo(requestId);
      assertThat(job.id()).isNotEqualTo(job.part().request());
      assertThat(job.demand().promptTokens()).isBetween(1L, 8L);
      assertThat(job.demand().reservation().value()).isGreaterThanOrEqualTo(fake.body().length);
      assertThat(job.target().streaming()).isFalse();
      assertThat(JSON.readTree(fake.body()).get("user").stringValue()).isEqualTo("u");
    }
    assertThat(ids).hasSize(3);
    assertThat(indices).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(jobs)
        .extracting(job -> job.job().window().deadline())
        .containsOnly(jobs.getFirst().job().window().deadline());
  }

  @Test
  void noMoreThanItsShareOfJobsIsInFlight() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = sent(20);
    List<FakeJob> held = List.of(worker.next(), worker.next(), worker.next());

    await().during(Duration.ofMillis(300)).until(() -> worker.seen().size() == 3);
    worker.script(JoinedEmbeddingsIT::answer);
    held.forEach(JoinedEmbeddingsIT::answer);

    assertThat(JSON.readTree(answer.join().body()).get("data")).hasSize(20);
    assertThat(worker.seen()).hasSize(10);
  }

  @Test
  void theFirstPartThatFailsFailsTheRequestAndCancelsTheOthers() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = sent(20);
    List<FakeJob> jobs = List.of(worker.next(), worker.next(), worker.next());
    FakeJob second =
        jobs.stream().filter(job -> job.job().part().index() == 1).findFirst().orElseThrow();

    second.send(
        second.failure(
            0,
            ApiError.ofParam(
                ErrorReason.CONTEXT_LENGTH_EXCEEDED, "'input[1]' is too long.", "input[1]")));

    HttpResponse<String> response = answer.join();
    JsonNode error = JSON.readTree(response.body()).get("error");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error.get("code").stringValue()).isEqualTo("context_length_exceeded");
    assertThat(error.get("param").stringValue()).isEqualTo("input[3]");
    assertThat(error.get("message").stringValue()).isEqualTo("'input[3]' is too long.");
    jobs.stream()
        .filter(job -> job != second)
        .forEach(job -> worker.awaitCancelled(job.job().id()));
    assertThat(worker.cancelled()).doesNotContain(second.job().id());
    assertThat(worker.seen()).hasSize(3);
  }

  @Test
  void anAnswerThatCannotBeJoinedIsAnUpstreamError() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = sent(3);
    FakeJob first = worker.next();

    first.send(first.end(0, "{\"data\":[]}"));

    assertThat(answer.join().statusCode()).isEqualTo(502);
    assertThat(answer.join().body()).contains("upstream_error");
  }

  @Test
  void aClientThatLeavesCancelsEveryPartAndNoMoreAreSubmitted() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = sent(20);
    List<FakeJob> jobs = List.of(worker.next(), worker.next(), worker.next());

    answer.cancel(true);

    jobs.forEach(job -> worker.awaitCancelled(job.job().id()));
    edge.awaitNothingHeld();
    assertThat(worker.seen()).hasSize(3);
  }

  @Test
  void theDeadlineIsTheRequests() throws Exception {
    HttpRequest request =
        edge.request("/v1/embeddings")
            .header("Content-Type", "application/json")
            .header("X-Stainless-Timeout", "1")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body(20)))
            .build();
    CompletableFuture<HttpResponse<String>> answer =
        edge.http().sendAsync(request, BodyHandlers.ofString());
    worker.next();

    assertThat(answer.join().statusCode()).isEqualTo(504);
  }

  @Test
  void requestsWithFewInputsAreOneJob() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = sent(2);
    FakeJob job = worker.next();
    job.send(job.end(0, "{\"as\":\"it is\"}"));

    assertThat(answer.join().body()).isEqualTo("{\"as\":\"it is\"}");
    assertThat(job.job().part()).isNull();
    assertThat(job.body()).isEqualTo(body(2));
  }

  /** Many large answers, so that pieces, places and order are all under load. */
  @Test
  void manyLargeRequestsAtOnceKeepTheirVectorsApart() {
    worker.script(JoinedEmbeddingsIT::answerAtLength);
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 8).mapToObj(_ -> sent(40)).toList();

    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      JsonNode data = JSON.readTree(answer.join().body()).get("data");
      assertThat(data).hasSize(40);
      for (int i = 0; i < 40; i++) {
        assertThat(data.get(i).get("embedding").stringValue()).isEqualTo(longVector(i));
      }
    }
  }

  private CompletableFuture<HttpResponse<String>> sent(int inputs) {
    return edge.http()
        .sendAsync(edge.post("/v1/embeddings", body(inputs)), BodyHandlers.ofString());
  }

  private byte[] body(int inputs) {
    List<String> texts = IntStream.range(0, inputs).mapToObj(i -> "input " + i).toList();
    return JSON.writeValueAsString(
            JSON.createObjectNode()
                .put("model", edge.embeddingModel())
                .put("user", "u")
                .set("input", JSON.valueToTree(texts)))
        .getBytes(UTF_8);
  }

  /** Each vector names the input it belongs to. */
  private static void answer(FakeJob job) {
    List<String> vectors = new ArrayList<>();
    for (JsonNode input : JSON.readTree(job.body()).get("input")) {
      vectors.add("of " + input.stringValue());
    }
    job.send(job.end(0, document(vectors)));
  }

  private static void answerAtLength(FakeJob job) {
    List<String> vectors = new ArrayList<>();
    for (JsonNode input : JSON.readTree(job.body()).get("input")) {
      vectors.add(longVector(Integer.parseInt(input.stringValue().substring(6))));
    }
    String document = document(vectors);
    int half = document.length() / 2;
    job.send(job.chunk(0, document.substring(0, half)), job.end(1, document.substring(half)));
  }

  private static String longVector(int input) {
    return (input + ".").repeat(8_000);
  }

  private static String document(List<String> vectors) {
    StringBuilder data = new StringBuilder();
    for (int i = 0; i < vectors.size(); i++) {
      data.append(i > 0 ? "," : "")
          .append("{\"object\":\"embedding\",\"index\":%d".formatted(i))
          .append(",\"embedding\":\"%s\"}".formatted(vectors.get(i)));
    }
    return "{\"object\":\"list\",\"data\":[%s],\"model\":\"m\",\"usage\":{\"prompt_tokens\":%d,\"total_tokens\":%d}}"
        .formatted(data, 10 * vectors.size(), 10 * vectors.size());
  }
}
