package online.speka.infra.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The counting test: what two dispatchers may not do, even when one is killed with jobs in flight.
class DispatcherDeathIT {

  private static final int JOBS = 10_000;
  private static final int KILL_AFTER = 4_000;
  private static final int AT_ONCE = 128;

  /// As often as the SDKs do it. Not accepted is not lost: a busy machine may say so, once.
  private static final int RETRIES = 2;

  private static final String MODEL = "meta/llama-3.3-70b-instruct";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir Path data;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void noneOfTenThousandJobsIsLostOrBilledTwiceWhenADispatcherIsKilled() throws Exception {
    // Given
    Map<String, String> environment =
        Map.of(
            "SPEKA_TOPOLOGY", "edge=1,dispatcher=2,worker=2,ledger=1",
            "SPEKA_MODELS", MODEL,
            "SPEKA_SIM_TTFT", "5ms",
            "SPEKA_SIM_ITL", "1ms",
            "SPEKA_SIM_SLOTS", "48");
    try (StackProcess stack = StackProcess.start(data, environment)) {
      double runsBefore = runs(stack);
      Set<String> answered = ConcurrentHashMap.newKeySet();
      Set<String> refused = ConcurrentHashMap.newKeySet();
      AtomicInteger done = new AtomicInteger();
      // When
      submitAll(stack, answered, refused, done);
      // Then
      assertThat(refused).isEmpty();
      assertThat(answered).as("one answer each, none twice").hasSize(JOBS);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(bills(stack)).isEqualTo(JOBS));
      assertThat(runs(stack) - runsBefore)
          .as("only jobs that were unfinished when the dispatcher died may run again")
          .isBetween((double) JOBS, (double) JOBS + AT_ONCE);
    }
  }

  private void submitAll(
      StackProcess stack, Set<String> answered, Set<String> refused, AtomicInteger done)
      throws InterruptedException {
    URI uri = URI.create(stack.apiUrl() + "/chat/completions");
    String key = stack.key();
    List<Long> owner = stack.pids("dispatcher");
    String busiest = busiestDispatcher(stack);
    long victim = owner.get(stack.urls("dispatcher").indexOf(busiest));
    Semaphore slots = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < JOBS; i++) {
        int number = i;
        assertThat(slots.tryAcquire(2, TimeUnit.MINUTES)).as("progress at job %d", i).isTrue();
        var _ =
            threads.submit(
                () -> {
                  try {
                    submit(uri, key, number, answered, refused);
                  } finally {
                    slots.release();
                    if (done.incrementAndGet() == KILL_AFTER) {
                      StackProcess.kill(victim);
                    }
                  }
                  return number;
                });
      }
    }
  }

  /// The one that owns the model: it has assigned the warm-up's jobs.
  private static String busiestDispatcher(StackProcess stack) {
    return stack.urls("dispatcher").stream()
        .max(
            (a, b) ->
                Double.compare(
                    stack.metricAt(a, "speka_dispatcher_attempts_started_total"),
                    stack.metricAt(b, "speka_dispatcher_attempts_started_total")))
        .orElseThrow();
  }

  private void submit(URI uri, String key, int number, Set<String> answered, Set<String> refused) {
    String body =
        """
        {"model": "%s", "max_tokens": 2, "messages": [{"role": "user", "content": "job %d"}]}
        """
            .formatted(MODEL, number);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      for (int retry = 0; response.statusCode() == 503 && retry < RETRIES; retry++) {
        pauseThatWasAskedFor(response);
        response = http.send(request, HttpResponse.BodyHandlers.ofString());
      }
      boolean fresh =
          response.statusCode() == 200
              && answered.add(MAPPER.readTree(response.body()).get("id").asString());
      if (!fresh) {
        refused.add(response.statusCode() + " " + response.body());
      }
    } catch (IOException e) {
      refused.add(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pauseThatWasAskedFor(HttpResponse<?> response) throws InterruptedException {
    TimeUnit.SECONDS.sleep(response.headers().firstValueAsLong("Retry-After").orElseThrow());
  }

  private static double runs(StackProcess stack) {
    return stack.metric("worker", "speka_worker_jobs_accepted_total");
  }

  /** Bills of the account that sends the jobs; those of the warm-up may still be on their way. */
  private static int bills(StackProcess stack) throws SQLException {
    try (Connection connection = DriverManager.getConnection(stack.jdbcUrl(), "postgres", "");
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery("SELECT count(*) FROM job_bill WHERE tenant_id = 'local'")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
