package online.speka.infra.bench.money;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import online.speka.infra.bench.stack.StackException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What an operator does: an organisation, a key, money.
final class AdminApi implements AutoCloseable {

  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int TRIES_MAX = 60;
  private static final int OK_BELOW = 300;
  private static final int SERVERS_FAULT = 500;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI server;
  private final String token;

  /// @param readyFile of the platform
  AdminApi(Path readyFile) {
    JsonNode ready = JSON.readTree(readyFile.toFile());
    this.server = URI.create(ready.path("admin").asString(""));
    this.token = ready.path("admin_token").asString("");
    if (server.getHost() == null || token.isEmpty()) {
      throw new StackException(readyFile + " lacks admin or admin_token.");
    }
  }

  /// A new one, that pays before and has nothing yet.
  String createOrganization(String name) {
    String id =
        change("POST", "/organizations", "org-" + name, JSON.createObjectNode().put("name", name))
            .path("id")
            .asString("");
    change(
        "PATCH",
        "/organizations/" + id + "/funding",
        "funding-" + id,
        JSON.createObjectNode().put("billing", "prepaid"));
    return id;
  }

  /// @return its secret
  String mintKey(String organization) {
    JsonNode project =
        change(
            "POST",
            "/organizations/" + organization + "/projects",
            "project-" + organization,
            JSON.createObjectNode().put("name", "money"));
    return change(
            "POST",
            "/organizations/" + organization + "/keys",
            "key-" + organization,
            JSON.createObjectNode()
                .put("name", "money")
                .put("project", project.path("id").asString("")))
        .path("secret")
        .asString("");
  }

  void topUp(String organization, long amount, int number) {
    var _ =
        change(
            "POST",
            "/organizations/" + organization + "/top-ups",
            "top-up-" + organization + "-" + number,
            JSON.createObjectNode()
                .put("amount_micro_credits", amount)
                .put("reason", "round " + number));
  }

  /// Tries again while the server is at fault: with the same key nothing happens twice.
  private JsonNode change(String method, String path, String idempotencyKey, ObjectNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/admin/v1" + path))
            .timeout(ANSWER_WAIT_MAX)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    String last = "";
    for (int i = 0; i < TRIES_MAX; i++) {
      try {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() < OK_BELOW) {
          return JSON.readTree(answer.body());
        }
        last = answer.statusCode() + " " + answer.body();
        if (answer.statusCode() < SERVERS_FAULT) {
          break;
        }
      } catch (IOException e) {
        last = e.toString();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StackException("interrupted");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new StackException("The admin API does not take " + path + ": " + last);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
