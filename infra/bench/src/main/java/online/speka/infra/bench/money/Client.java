package online.speka.infra.bench.money;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import online.speka.contract.usage.Usage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sends requests with one key, and reads their answers; blocks.
final class Client implements AutoCloseable {

  private static final Duration CONNECT_WAIT_MAX = Duration.ofSeconds(10);

  /// To the head of an answer; a job may outlive two kills.
  private static final Duration HEAD_WAIT_MAX = Duration.ofSeconds(100);

  private static final String REQUEST_ID = "x-request-id";
  private static final String REQUEST_ID_PREFIX = "req_";
  private static final String DATA = "data: ";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int OK = 200;
  private static final int PAYMENT_REQUIRED = 402;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  private final List<URI> edges;
  private final String key;
  private final LongSupplier ticker;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_WAIT_MAX)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /// @param edges base URLs without a path
  Client(List<URI> edges, String key, LongSupplier ticker) {
    this.edges = List.copyOf(edges);
    this.key = key;
    this.ticker = ticker;
  }

  Attempt send(int round, Ask ask) throws InterruptedException {
    return send(round, ask, 0);
  }

  /// @param elsewhere which edge after its own is asked
  Attempt send(int round, Ask ask, int elsewhere) throws InterruptedException {
    long sent = ticker.getAsLong();
    long head = 0;
    Answer answer;
    try {
      HttpResponse<InputStream> response =
          http.send(request(ask, elsewhere), HttpResponse.BodyHandlers.ofInputStream());
      head = ticker.getAsLong();
      try (InputStream body = response.body()) {
        answer = answer(ask, response, body);
      }
    } catch (IOException | JacksonException e) {
      answer = head == 0 ? new Answer.Unheard(e.toString()) : new Answer.Failed("", e.toString());
    }
    long end = ticker.getAsLong();
    return new Attempt(round, ask, sent, head == 0 ? end : head, end, answer);
  }

  /// Whether an edge takes this key.
  boolean isKnownTo(int edge) throws InterruptedException {
    try {
      HttpRequest request = to(edge, "/v1/models").GET().build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException _) {
      return false;
    }
  }

  int edges() {
    return edges.size();
  }

  private HttpRequest request(Ask ask, int elsewhere) {
    return to(Math.floorMod(ask.edge() + elsewhere, edges.size()), "/v1/chat/completions")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(ask.body()))
        .build();
  }

  private HttpRequest.Builder to(int edge, String path) {
    return HttpRequest.newBuilder(edges.get(edge).resolve(path))
        .timeout(HEAD_WAIT_MAX)
        .header("Authorization", "Bearer " + key);
  }

  private static Answer answer(Ask ask, HttpResponse<InputStream> response, InputStream body)
      throws IOException {
    String job = response.headers().firstValue(REQUEST_ID).orElse("");
    job = job.startsWith(REQUEST_ID_PREFIX) ? job.substring(REQUEST_ID_PREFIX.length()) : "";
    return switch (response.statusCode()) {
      case OK -> ask.streaming() ? stream(ask, job, body) : document(job, body);
      case PAYMENT_REQUIRED ->
          new Answer.Refused(JSON.readTree(body).at("/error/limit_source").asString(""));
      case TOO_MANY, UNAVAILABLE ->
          new Answer.PutOff(
              response.statusCode(),
              response.headers().firstValueAsLong("Retry-After").orElse(-1),
              JSON.readTree(body).at("/error/message").asString(""));
      default ->
          new Answer.Failed(
              job,
              response.statusCode()
                  + " "
                  + new String(body.readAllBytes(), StandardCharsets.UTF_8).strip());
    };
  }

  private static Answer document(String job, InputStream body) {
    try {
      JsonNode document = JSON.readTree(body.readAllBytes());
      return new Answer.Accepted(job, usage(document.path("usage")), 0, Answer.End.WHOLE);
    } catch (IOException | JacksonException _) {
      return new Answer.Accepted(job, null, 0, Answer.End.BROKEN);
    }
  }

  private static Answer stream(Ask ask, String job, InputStream body) {
    int pieces = 0;
    Usage reported = null;
    try {
      var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(DATA + "[DONE]")) {
          return new Answer.Accepted(job, reported, pieces, Answer.End.WHOLE);
        }
        if (!line.startsWith(DATA)) {
          continue;
        }
        JsonNode event = JSON.readTree(line.substring(DATA.length()));
        if (event.has("error")) {
          break;
        }
        pieces += event.at("/choices/0/delta/content").asString("").isEmpty() ? 0 : 1;
        if (event.path("usage").isObject()) {
          reported = usage(event.path("usage"));
        }
        if (ask.leavesAfter() > 0 && pieces >= ask.leavesAfter()) {
          return new Answer.Accepted(job, reported, pieces, Answer.End.LEFT);
        }
      }
    } catch (IOException | JacksonException _) {
      // What was read until then counts.
    }
    return new Answer.Accepted(job, reported, pieces, Answer.End.BROKEN);
  }

  private static Usage usage(JsonNode usage) {
    return new Usage(
        usage.path("prompt_tokens").longValue(),
        usage.at("/prompt_tokens_details/cached_tokens").asLong(0),
        usage.path("completion_tokens").longValue(),
        usage.at("/completion_tokens_details/reasoning_tokens").asLong(0));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
