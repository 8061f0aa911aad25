package online.speka.infra.faults.facts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.services.process.Deadline;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an organisation has that pays before, asked and changed through the admin API.
public final class AdminFunds implements AutoCloseable {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  /// A movement is in the books at once, and where requests are admitted a moment later.
  private static final Duration KNOWN_MAX = Duration.ofSeconds(20);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final int UNKNOWN = -1;
  private static final int ERRORS_FROM = 300;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build();
  private final Door door;
  private final String organization;

  /// Where the admin API is.
  ///
  /// @param token of an operator
  public record Door(URI api, String token) {
    /// Tokens have no business in logs.
    @Override
    public String toString() {
      return "admin API at " + api;
    }
  }

  public AdminFunds(Door door, String organization) {
    this.door = door;
    this.organization = organization;
  }

  /// Gives or takes what is missing, and returns when requests can be paid with it.
  public Entry.Funds bringTo(long credit, long atMicros) {
    long missing = credit - read(atMicros, false).balance();
    if (missing != 0) {
      String body =
          "{\"amount_micro_credits\":%d,\"reason\":\"what a fault cell spends\"}"
              .formatted(missing);
      ask(
          request("/adjustments")
              .header("Content-Type", "application/json")
              .header("Idempotency-Key", UUID.randomUUID().toString())
              .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
    Deadline deadline = Deadline.in(KNOWN_MAX);
    while (spendable() != credit && !deadline.hasPassed()) {
      deadline.pause(LOOK_AGAIN);
    }
    return read(atMicros, false);
  }

  /// What there is, when nothing is reserved any more, or that takes too long.
  public Entry.Funds atEnd(long atMicros) {
    Deadline deadline = Deadline.in(KNOWN_MAX);
    Entry.Funds funds = read(atMicros, true);
    while (funds.reserved() != 0 && !deadline.hasPassed()) {
      deadline.pause(LOOK_AGAIN);
      funds = read(atMicros, true);
    }
    return funds;
  }

  private Entry.Funds read(long atMicros, boolean atEnd) {
    JsonNode balance = ask(request("/balance").GET());
    return new Entry.Funds(
        atMicros,
        atEnd,
        organization,
        balance.path("balance_micro_credits").asLong(),
        balance.path("reserved_micro_credits").asLong(UNKNOWN));
  }

  private long spendable() {
    return ask(request("/balance").GET()).path("spendable_micro_credits").asLong(UNKNOWN);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
            door.api().resolve("/admin/v1/organizations/" + organization + path))
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
