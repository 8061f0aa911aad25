package online.speka.infra.faults.facts;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the admin API, as an operator.
final class AdminDoor implements AutoCloseable {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final int ERRORS_FROM = 300;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build();
  private final AdminFunds.Door door;

  AdminDoor(AdminFunds.Door door) {
    this.door = door;
  }

  /// @param path below the API's root
  JsonNode get(String path) {
    return ask(request(path).GET());
  }

  /// Changes something, once.
  void post(String path, String body) {
    JsonNode _ =
        ask(
            request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(door.api().resolve("/admin/v1" + path))
        .header("Authorization", "Bearer " + door.token())
        .timeout(ANSWER_MAX);
  }

  private JsonNode ask(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= ERRORS_FROM) {
        throw new IllegalStateException(
            "the admin API says " + answer.statusCode() + " " + answer.body());
      }
      return JsonMapper.shared().readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException("the admin API does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
