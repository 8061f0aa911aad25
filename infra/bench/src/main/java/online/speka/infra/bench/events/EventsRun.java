package online.speka.infra.bench.events;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import online.speka.contract.usage.Prices;

/// Delivers all events, kills the ledger meanwhile, waits for the last bill, and counts.
public final class EventsRun {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(2);
  private static final Duration WHOLE_MAX = Duration.ofMinutes(60);
  /// What the events of a run are known by.
  public static final String KEY = "bench";

  private static final String OURS = "(key_id = '" + KEY + "')";
  private static final int COPIED_MAX = 200_000;

  private final Addresses addresses;
  private final LongSupplier ledgerPid;
  private final LongSupplier ticker;
  private final Consumer<String> progress;

  /// @param kafka bootstrap servers
  /// @param postgres its URL of JDBC
  public record Addresses(String kafka, String postgres) {}

  /// @param count how many events; each is delivered three times
  /// @param kills how often the ledger dies
  public record Plan(UsageEvents events, int count, int kills) {}

  /// @param ledgerPid of the one that runs now
  /// @param ticker nanoseconds of a monotonic clock
  public EventsRun(
      Addresses addresses, LongSupplier ledgerPid, LongSupplier ticker, Consumer<String> progress) {
    this.addresses = addresses;
    this.ledgerPid = ledgerPid;
    this.ticker = ticker;
    this.progress = progress;
  }

  public EventsResult run(Plan plan) {
    try (KafkaEvents kafka = new KafkaEvents(addresses.kafka());
        JdbcBooks books = new JdbcBooks(addresses.postgres())) {
      Prices prices = books.prices(plan.events().model().value());
      LedgerKiller killer = new LedgerKiller(books, ledgerPid, ticker);
      long begun = ticker.getAsLong();
      Thread feeder = Thread.ofVirtual().start(() -> feed(plan, kafka));
      killRepeatedly(plan, killer, books);
      join(feeder);
      kafka.flush();
      double undisturbed = awaitEnd(kafka, books, plan);
      double seconds = seconds(begun);
      EventsResult.Found found = found(books);
      return new EventsResult(
          plan.count(),
          plan.events().amount(plan.count(), prices),
          found,
          killer.kills().uncommitted(),
          killer.kills().committed(),
          killer.kills().anywhere(),
          seconds,
          undisturbed,
          copied(books));
    }
  }

  private static void feed(Plan plan, KafkaEvents kafka) {
    new DeliveryOrder(plan.count(), plan.events().seed())
        .forEach(number -> kafka.deliver(plan.events().outcome(number)));
  }

  /// The kills are spread over the first half of the bills: the rest is measured undisturbed.
  private void killRepeatedly(Plan plan, LedgerKiller killer, JdbcBooks books) {
    int round = 0;
    while (killer.kills().all() < plan.kills() && bills(books) < plan.count()) {
      int kills = killer.kills().all();
      progress.accept("%,d of %,d bills, %d kills".formatted(bills(books), plan.count(), kills));
      if (bills(books) >= (long) plan.count() * kills / (2L * plan.kills())) {
        killer.kill(round++);
      }
      LockSupport.parkNanos(BETWEEN_KILLS.toNanos());
    }
  }

  /// @return deliveries per second since the ledger came back from the last kill
  private double awaitEnd(KafkaEvents kafka, JdbcBooks books, Plan plan) {
    long until = ticker.getAsLong() + WHOLE_MAX.toNanos();
    long lagBefore = kafka.lag();
    long billsBefore = bills(books);
    long begun = ticker.getAsLong();
    boolean isBack = false;
    while (kafka.lag() > 0) {
      if (!isBack && bills(books) > billsBefore) {
        isBack = true;
        lagBefore = kafka.lag();
        begun = ticker.getAsLong();
      }
      if (ticker.getAsLong() > until) {
        throw new IllegalStateException("the ledger did not come to the end in an hour");
      }
      progress.accept("%,d of %,d bills, no more kills".formatted(bills(books), plan.count()));
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return lagBefore / seconds(begun);
  }

  private double seconds(long begun) {
    return Math.max(1, ticker.getAsLong() - begun) / 1e9;
  }

  /// The platform has made some bills of its own, to get warm.
  private static EventsResult.Found found(JdbcBooks books) {
    return new EventsResult.Found(
        bills(books),
        books.ask("select coalesce(sum(amount), 0) from job_bill where " + OURS),
        books.ask(
            "select count(*) from ledger_transaction join job_bill using (job_id)"
                + " where ledger_transaction.kind = 'JOB_CHARGE' and "
                + OURS),
        books.ask("select coalesce(sum(amount), 0) from posting"),
        books.ask("select coalesce(sum(balance), 0) from account_balance"),
        books.ask(
            "select balance - (select coalesce(sum(amount), 0) from job_bill where not "
                + OURS
                + ") from account_balance join account using (account_id)"
                + " where account.kind = 'REVENUE'"));
  }

  private static long bills(JdbcBooks books) {
    return books.ask("select count(*) from job_bill where " + OURS);
  }

  /// Bills per second of nothing but COPY into the same table.
  private double copied(JdbcBooks books) {
    byte[] rows = books.exported(COPIED_MAX);
    long begun = ticker.getAsLong();
    long count = books.imported(rows);
    return count / seconds(begun);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
