package online.speka.infra.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The admin API over HTTP.
final class AdminClient implements AutoCloseable {

  private static final Duration CONNECT_WAIT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_WAIT_MAX = Duration.ofMinutes(2);
  private static final int OK_BELOW = 300;
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_WAIT_MAX).build();
  private final Access access;

  AdminClient(Access access) {
    this.access = access;
  }

  JsonNode get(String path) {
    return json(send(request(path).GET().build()));
  }

  /// As it comes, whatever it is.
  String text(String path) {
    return send(request(path).GET().build());
  }

  /// @param body null sends none
  /// @param idempotencyKey the same for the same wish, however often it is sent
  JsonNode change(String method, String path, @Nullable JsonNode body, String idempotencyKey) {
    HttpRequest.Builder request = request(path).header("Idempotency-Key", idempotencyKey);
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
    }
    return json(send(request.build()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(access.server() + "/admin/v1" + path))
        .timeout(ANSWER_WAIT_MAX)
        .header("Authorization", "Bearer " + access.token());
  }

  private String send(HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= OK_BELOW) {
        throw new CliException(message(answer));
      }
      return answer.body();
    } catch (IOException e) {
      throw new CliException(
          "Nobody answers at "
              + access.server()
              + ": is the ledger running, and is this its admin port? Whether a change was made is"
              + " not known; with the same --idempotency-key it is safe to try again.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("Interrupted before the answer came.");
    }
  }

  private static String message(HttpResponse<String> answer) {
    JsonNode error;
    try {
      error = JSON.readTree(answer.body()).path("error");
    } catch (JacksonException e) {
      error = JSON.createObjectNode();
    }
    String said = error.path("message").asString("HTTP status " + answer.statusCode() + ".");
    String next =
        switch (answer.statusCode()) {
          case 401 -> " Check the token: --token-file, SPEKA_ADMIN_TOKEN or --data.";
          case 403 -> " Use a token with that scope.";
          case 429, 503 ->
              " Try again in " + answer.headers().firstValue("Retry-After").orElse("5") + " s.";
          case 500 ->
              " The ledger's log has more under "
                  + answer.headers().firstValue("x-request-id").orElse("this moment")
                  + ".";
          default -> "";
        };
    return said + next;
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw new CliException("The answer is not the admin API's: is the address right?");
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
