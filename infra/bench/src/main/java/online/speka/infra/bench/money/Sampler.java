package online.speka.infra.bench.money;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Looks at Redis and at the database all the time, on a thread of its own.
final class Sampler implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(40);

  /// Looks at Redis for one at the database.
  private static final int FUNDS_PER_BOOKS = 8;

  private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(30);

  private final RedisFunds redis;
  private final JdbcMoney database;
  private final LongSupplier ticker;
  private final List<FundSample> funds = new ArrayList<>();
  private final List<BookSample> books = new ArrayList<>();
  private final Map<String, Long> reservations = new HashMap<>();
  private final Thread thread = Thread.ofPlatform().name("sampler").daemon().unstarted(this::run);
  private volatile Now now = new Now(0, Optional.empty(), Optional.empty());
  private volatile boolean stopped;
  private int missed;

  Sampler(RedisFunds redis, JdbcMoney database, LongSupplier ticker) {
    this.redis = redis;
    this.database = database;
    this.ticker = ticker;
    thread.start();
  }

  /// The last two looks.
  ///
  /// @param atNanos before the first of them
  record Now(long atNanos, Optional<FundSample> funds, Optional<BookSample> books) {

    /// What can be spent if nothing is reserved, and Redis says what the books say.
    Optional<Long> settled() {
      return funds
          .filter(it -> it.open() && it.reserved() == 0 && it.entries() == 0)
          .flatMap(it -> books.map(BookSample::balance).filter(balance -> balance == it.left()));
    }
  }

  private void run() {
    for (int i = 0; !stopped; i++) {
      long begun = ticker.getAsLong();
      Optional<FundSample> fund = redis.look().map(look -> sample(begun, look));
      fund.ifPresentOrElse(funds::add, () -> missed++);
      if (i % FUNDS_PER_BOOKS == 0) {
        Optional<BookSample> book = database.look();
        book.ifPresentOrElse(books::add, () -> missed++);
        now = new Now(begun, fund, book);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private FundSample sample(long begun, RedisFunds.Look look) {
    reservations.putAll(look.reservations());
    long billed = 0;
    if (look.left() < look.reserved()) {
      // Perhaps some have their bill, and Redis has not been told that their reservations are over.
      database.look().ifPresent(books::add);
      billed =
          look.reservations().entrySet().stream()
              .filter(entry -> database.isBilled(entry.getKey()))
              .mapToLong(Map.Entry::getValue)
              .sum();
    }
    return new FundSample(
        begun,
        look.generation(),
        look.open(),
        look.left(),
        look.reserved(),
        look.entries(),
        billed);
  }

  Now now() {
    return now;
  }

  /// What was seen; ends the looking.
  record Seen(
      List<FundSample> funds, List<BookSample> books, Map<String, Long> reservations, int missed) {}

  Seen stop() {
    close();
    return new Seen(funds, books, reservations, missed);
  }

  @Override
  public void close() {
    stopped = true;
    try {
      if (!thread.join(STOP_WAIT_MAX)) {
        throw new IllegalStateException("the sampler does not stop");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
