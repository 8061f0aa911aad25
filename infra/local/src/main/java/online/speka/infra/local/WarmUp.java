package online.speka.infra.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.ModelKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.infra.services.process.Deadline;
import tools.jackson.databind.json.JsonMapper;

/// Sends real requests the whole way, edge to worker and back: first until one comes back right,
/// then some more, since a JVM that has just started adds up to 17 ms to each request.
final class WarmUp {

  private static final Duration FIRST_ANSWER_WAIT_MAX = Duration.ofMinutes(1);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(100);
  private static final Duration REQUEST_WAIT_MAX = Duration.ofSeconds(20);
  private static final Duration WARMING_MAX = Duration.ofSeconds(3);
  private static final int REQUESTS_AT_ONCE = 16;
  private static final int ROUNDS_MAX = 40;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String key;

  WarmUp(String key) {
    this.key = key;
  }

  /// @throws LocalException if no answer comes within a minute
  void run(List<Instance> edges, Catalog catalog) {
    ModelSpec model = choose(catalog);
    for (Instance edge : edges) {
      awaitFirstAnswer(request(edge, model));
      keepWarming(request(edge, model));
    }
  }

  /// A simulated chat model if there is one: it costs nothing and uses the whole path.
  private static ModelSpec choose(Catalog catalog) {
    return catalog.models().stream()
        .filter(WarmUp::answersQuickly)
        .findFirst()
        .orElse(catalog.models().getFirst());
  }

  private static boolean answersQuickly(ModelSpec model) {
    return model.kind() == ModelKind.CHAT
        && model.engine() instanceof EngineSpec.Simulator simulator
        && simulator.faults().equals(EngineSpec.Simulator.Faults.NONE);
  }

  private HttpRequest request(Instance edge, ModelSpec model) {
    Map<String, Object> body =
        switch (model.kind()) {
          case CHAT ->
              Map.of(
                  "model",
                  model.id().value(),
                  "stream",
                  true,
                  "max_tokens",
                  4,
                  "messages",
                  List.of(Map.of("role", "user", "content", "Hello")));
          case EMBEDDINGS -> Map.of("model", model.id().value(), "input", "Hello");
          case IMAGES -> Map.of("model", model.id().value(), "prompt", "Hello");
        };
    String path =
        switch (model.kind()) {
          case CHAT -> "/v1/chat/completions";
          case EMBEDDINGS -> "/v1/embeddings";
          case IMAGES -> "/v1/images/generations";
        };
    return HttpRequest.newBuilder(URI.create(edge.url() + path))
        .timeout(REQUEST_WAIT_MAX)
        .header("Authorization", "Bearer " + key)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)))
        .build();
  }

  private void awaitFirstAnswer(HttpRequest request) {
    Deadline deadline = Deadline.in(FIRST_ANSWER_WAIT_MAX);
    String answer = send(request);
    while (!answer.isEmpty()) {
      if (deadline.hasPassed()) {
        throw new LocalException(
            "No request came through within "
                + FIRST_ANSWER_WAIT_MAX.toSeconds()
                + " s; the last answer was: "
                + answer
                + ". See the logs in the data directory.");
      }
      deadline.pause(RETRY_PAUSE);
      answer = send(request);
    }
  }

  private void keepWarming(HttpRequest request) {
    Deadline enough = Deadline.in(WARMING_MAX);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS_MAX && !enough.hasPassed(); round++) {
        List<Callable<String>> calls =
            IntStream.range(0, REQUESTS_AT_ONCE)
                .<Callable<String>>mapToObj(_ -> () -> send(request))
                .toList();
        for (Future<String> answer : threads.invokeAll(calls)) {
          var _ = answer.get();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalException("Interrupted while warming up.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("sending never throws", e);
    }
  }

  /// Empty if the answer is right, else what came instead.
  private String send(HttpRequest request) {
    try {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      boolean right = response.statusCode() == 200 && !response.body().contains("\"error\"");
      return right ? "" : response.statusCode() + " " + response.body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalException("Interrupted while warming up.", e);
    }
  }
}
