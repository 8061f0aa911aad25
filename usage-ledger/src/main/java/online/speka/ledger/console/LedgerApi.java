package online.speka.ledger.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import online.speka.ledger.reporting.BalanceReport;
import online.speka.ledger.reporting.BillReport;
import online.speka.ledger.reporting.JobReference;
import online.speka.ledger.reporting.Reports;
import online.speka.ledger.reporting.UsageReport;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The books as JSON. Amounts are micro-credits, times are UTC.
@RestController
@RequestMapping("/api")
class LedgerApi {

  private static final Duration USAGE_DEFAULT = Duration.ofDays(1);
  private static final Duration USAGE_MAX = Duration.ofDays(400);

  private final Reports reports;
  private final InstantSource clock;

  LedgerApi(Reports reports, InstantSource clock) {
    this.reports = reports;
    this.clock = clock;
  }

  /// Why a job cost what it cost.
  @GetMapping("/bills/{job}")
  BillReport bill(@PathVariable String job) {
    return JobReference.parse(job)
        .flatMap(reports::bill)
        .orElseThrow(() -> ConsoleException.notFound("No such job has a bill yet."));
  }

  /// @param from inclusive, ISO 8601; a day before `to` if it is not given
  /// @param to exclusive, ISO 8601; now if it is not given
  @GetMapping("/usage")
  UsageReport usage(
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to) {
    Instant end = to == null ? clock.instant() : to;
    Instant begin = from == null ? end.minus(USAGE_DEFAULT) : from;
    if (!begin.isBefore(end) || Duration.between(begin, end).compareTo(USAGE_MAX) > 0) {
      throw ConsoleException.badRequest(
          "from must be before to, and not more than " + USAGE_MAX.toDays() + " days.");
    }
    return reports.usage(begin, end);
  }

  @GetMapping("/balance")
  BalanceReport balance() {
    return reports.balance();
  }
}
