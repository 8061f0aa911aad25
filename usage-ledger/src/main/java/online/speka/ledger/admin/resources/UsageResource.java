package online.speka.ledger.admin.resources;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import online.speka.ledger.admin.http.AdminException;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.reporting.Reports;

/// What was used in a span of time.
final class UsageResource implements Resource {

  private static final Duration SPAN_DEFAULT = Duration.ofDays(1);
  private static final Duration SPAN_MAX = Duration.ofDays(400);

  private final Reports reports;
  private final InstantSource clock;

  UsageResource(Reports reports, InstantSource clock) {
    this.reports = reports;
    this.clock = clock;
  }

  @Override
  public List<Operation> operations() {
    return List.of(Operation.get("/usage", this::usage));
  }

  private Reply usage(Call call) {
    Instant to = call.query().instant("to").orElseGet(clock::instant);
    Instant from = call.query().instant("from").orElseGet(() -> to.minus(SPAN_DEFAULT));
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(SPAN_MAX) > 0) {
      throw AdminException.invalid(
          "from", "from must be before to, and not more than " + SPAN_MAX.toDays() + " days");
    }
    return new Reply.Json(reports.usage(from, to));
  }
}
