package online.speka.infra.faults.campaign;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.LongSupplier;
import online.speka.infra.faults.cell.Cell;
import online.speka.infra.faults.client.Asks;
import online.speka.infra.faults.client.Clients;
import online.speka.infra.faults.client.Payers;
import online.speka.infra.faults.facts.AdminDeadLetters;
import online.speka.infra.faults.facts.AdminFunds;
import online.speka.infra.faults.facts.JdbcLedger;
import online.speka.infra.faults.facts.KafkaDeliveries;
import online.speka.infra.faults.facts.KafkaRecords;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.history.HistoryFile;
import online.speka.infra.faults.history.Stopwatch;
import online.speka.infra.faults.nemesis.Nemesis;
import online.speka.infra.faults.nemesis.Schedule;
import online.speka.infra.faults.nemesis.Surroundings;
import online.speka.infra.faults.stack.Addresses;
import online.speka.infra.faults.stack.Platform;
import online.speka.infra.services.process.Deadline;

/// One round of one cell, from a whole platform to a whole platform.
final class CellRun {

  private static final Duration WHOLE_MAX = Duration.ofMinutes(3);

  private final Platform platform;
  private final LongSupplier ticker;
  private final InstantSource clock;

  /// @param ticker nanoseconds of the monotonic clock
  CellRun(Platform platform, LongSupplier ticker, InstantSource clock) {
    this.platform = platform;
    this.ticker = ticker;
    this.clock = clock;
  }

  /// Writes the history of one run.
  void run(Cell cell, long seed, Path file) throws InterruptedException {
    platform.awaitWhole(WHOLE_MAX);
    Addresses addresses = platform.addresses();
    Payers payers = cell.load().mix().payers();
    Instant now = clock.instant();
    Stopwatch stopwatch = Stopwatch.start(ticker);
    try (HistoryFile history = HistoryFile.create(file);
        AdminFunds funds = new AdminFunds(addresses.admin(), Payers.PREPAID_ORGANIZATION);
        AdminDeadLetters letters = new AdminDeadLetters(addresses.admin());
        KafkaRecords records =
            new KafkaRecords(addresses.kafka(), new JdbcLedger(addresses.jdbcUrl()), now)) {
      history.add(new Entry.Begun(stopwatch.micros(), cell.name(), seed, now, cell.tolerance()));
      if (payers.payBefore()) {
        history.add(funds.bringTo(payers.credit(), stopwatch.micros()));
      }
      sample(stopwatch, history, false);
      load(cell, seed, stopwatch, history);
      platform.awaitWhole(WHOLE_MAX);
      Set<String> jobs = records.settle(stopwatch, history);
      letters.of(jobs, stopwatch.micros()).forEach(history::add);
      if (payers.payBefore()) {
        history.add(funds.atEnd(stopwatch.micros()));
      }
      sample(stopwatch, history, true);
    }
  }

  private void load(Cell cell, long seed, Stopwatch stopwatch, HistoryFile history)
      throws InterruptedException {
    Asks asks = new Asks(cell.name(), seed, cell.load());
    Addresses addresses = platform.addresses();
    Clients.Target target = new Clients.Target(addresses.edges(), addresses.keys());
    try (KafkaDeliveries deliveries = new KafkaDeliveries(addresses.kafka());
        Clients clients = Clients.start(asks, target, stopwatch, history)) {
      pause(cell.load().before());
      new Nemesis(
              platform,
              new Surroundings(
                  platform.network(), deliveries, platform.disks(), clients::askPoison),
              stopwatch,
              history)
          .run(Schedule.of(cell.plan(), seed));
      pause(cell.load().after());
      clients.finish();
    }
  }

  private void sample(Stopwatch stopwatch, HistoryFile history, boolean atEnd) {
    long now = stopwatch.micros();
    platform
        .samples()
        .forEach(
            it ->
                history.add(
                    new Entry.Sampled(
                        now, atEnd, it.role(), it.pid(), it.residentBytes(), it.threads())));
  }

  private static void pause(Duration time) {
    Deadline deadline = Deadline.in(time);
    while (!deadline.hasPassed() && !Thread.currentThread().isInterrupted()) {
      deadline.pause(time);
    }
  }
}
