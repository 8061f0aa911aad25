package online.speka.infra.faults.facts;

import java.net.URI;
import java.time.Duration;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.services.process.Deadline;
import tools.jackson.databind.JsonNode;

/// What an organisation has that pays before, asked and changed through the admin API.
public final class AdminFunds implements AutoCloseable {

  /// A movement is in the books at once, and where requests are admitted a moment later.
  private static final Duration KNOWN_MAX = Duration.ofSeconds(20);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final int UNKNOWN = -1;

  private final AdminDoor api;
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
    this.api = new AdminDoor(door);
    this.organization = organization;
  }

  /// Gives or takes what is missing, and returns when requests can be paid with it.
  public Entry.Funds bringTo(long credit, long atMicros) {
    long missing = credit - read(atMicros, false).balance();
    if (missing != 0) {
      String body =
          "{\"amount_micro_credits\":%d,\"reason\":\"what a fault cell spends\"}"
              .formatted(missing);
      api.post(path("/adjustments"), body);
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
    JsonNode balance = api.get(path("/balance"));
    return new Entry.Funds(
        atMicros,
        atEnd,
        organization,
        balance.path("balance_micro_credits").asLong(),
        balance.path("reserved_micro_credits").asLong(UNKNOWN));
  }

  private long spendable() {
    return api.get(path("/balance")).path("spendable_micro_credits").asLong(UNKNOWN);
  }

  private String path(String what) {
    return "/organizations/" + organization + what;
  }

  @Override
  public void close() {
    api.close();
  }
}
