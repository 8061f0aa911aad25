package online.speka.infra.bench.reports;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import online.speka.infra.bench.measure.Latencies;
import online.speka.infra.bench.probe.AdminApi;
import online.speka.infra.bench.probe.Reply;
import online.speka.infra.bench.stack.StackException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the same questions when there is a tenth of the bills, and when there are all.
public final class ReportsRun {

  private static final int LEVEL_FACTOR = 10;

  /// Bills of one database transaction: no part of the ledger tears those apart.
  private static final int SLICE = 10_000;

  private static final int ASKED_TIMES = 21;
  private static final int JOBS = 100;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final Duration ROLLED_MAX = Duration.ofHours(2);

  private final AdminApi admin;
  private final JdbcBills bills;
  private final Customers customers;
  private final LongSupplier ticker;
  private final Consumer<String> progress;

  /// @param total how many bills in the end
  /// @param end of the time they lie in, a whole hour
  /// @param span the time they lie in
  public record Plan(long total, Instant end, Duration span) {
    public Plan {
      if (total < LEVEL_FACTOR) {
        throw new IllegalArgumentException("at least " + LEVEL_FACTOR + " bills");
      }
    }
  }

  private ReportsRun(
      AdminApi admin,
      JdbcBills bills,
      Customers customers,
      LongSupplier ticker,
      Consumer<String> progress) {
    this.admin = admin;
    this.bills = bills;
    this.customers = customers;
    this.ticker = ticker;
    this.progress = progress;
  }

  /// @param database the ledger's, its URL of JDBC
  /// @param ticker nanoseconds of a monotonic clock
  public static ReportsResult run(
      Plan plan, AdminApi admin, String database, LongSupplier ticker, Consumer<String> progress) {
    try (JdbcBills bills = new JdbcBills(database)) {
      progress.accept("making organisations");
      Customers customers = Customers.make(admin, bills.anyPriceVersion());
      ReportsRun run = new ReportsRun(admin, bills, customers, ticker, progress);
      long first = plan.total() / LEVEL_FACTOR;
      return new ReportsResult(
          List.of(run.level(plan, 0, first), run.level(plan, first, plan.total() - first)));
    }
  }

  private ReportsResult.Level level(Plan plan, long from, long count) {
    long begun = ticker.getAsLong();
    var series = new JdbcBills.Series(from, count, plan.end().minus(plan.span()), plan.span());
    for (long at = from; at < from + count; at += SLICE) {
      progress.accept("%,d of %,d bills".formatted(at, plan.total()));
      bills.put(customers, series, at, Math.min(at + SLICE, from + count));
    }
    awaitRolledUp();
    double seconds = (ticker.getAsLong() - begun) / 1e9;
    progress.accept("gathering statistics");
    bills.gatherStatistics();
    List<ReportsResult.Answered> answers = new ArrayList<>();
    for (Question question :
        Question.ofUsage(plan.end(), plan.span(), customers.organizations().getFirst())) {
      answers.add(ask(question));
    }
    long all = bills.billsBefore(plan.end());
    answers.add(askOfBills(all));
    return new ReportsResult.Level(
        all, bills.hourlySums(), bills.bytes(), count / seconds, reported(plan), answers);
  }

  /// The ledger began with the first of them.
  private void awaitRolledUp() {
    long until = ticker.getAsLong() + ROLLED_MAX.toNanos();
    while (!bills.isRolledUp()) {
      if (ticker.getAsLong() > until) {
        throw new StackException("The ledger did not sum up the bills in " + ROLLED_MAX + ".");
      }
      progress.accept("the ledger sums up: %,d hourly sums".formatted(bills.hourlySums()));
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private ReportsResult.Answered ask(Question question) {
    progress.accept(question.words());
    Latencies times = new Latencies();
    long bytes = 0;
    for (int i = 0; i < ASKED_TIMES; i++) {
      bytes = timed(question, times).body().length;
    }
    return new ReportsResult.Answered(question.words(), times.summary(), bytes);
  }

  private ReportsResult.Answered askOfBills(long all) {
    Latencies times = new Latencies();
    String words = "";
    long bytes = 0;
    for (String job : bills.jobs(JOBS, all)) {
      Question question = Question.ofBill(job);
      words = question.words();
      bytes = timed(question, times).body().length;
    }
    return new ReportsResult.Answered(words, times.summary(), bytes);
  }

  private Reply timed(Question question, Latencies times) {
    long begun = ticker.getAsLong();
    Reply reply = admin.get(question.path());
    times.record(ticker.getAsLong() - begun);
    return reply;
  }

  /// How many jobs the report of everything counts.
  private long reported(Plan plan) {
    Reply reply = admin.get(Question.ofEverything(plan.end(), plan.span()).path());
    long jobs = 0;
    for (JsonNode row : JsonMapper.shared().readTree(reply.body()).path("rows")) {
      jobs += row.path("jobs").asLong();
    }
    return jobs;
  }
}
