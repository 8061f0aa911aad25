package online.speka.infra.bench.events;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Kills the ledger where it hurts: with its bills written and not committed, with them committed
/// and their offsets not, and anywhere.
final class LedgerKiller {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);
  private static final Duration WAIT_MAX = Duration.ofMinutes(2);

  private final JdbcBooks books;
  private final LongSupplier ledgerPid;
  private final LongSupplier ticker;

  private int uncommitted;
  private int committed;
  private int anywhere;

  /// @param ledgerPid of the one that runs now
  LedgerKiller(JdbcBooks books, LongSupplier ledgerPid, LongSupplier ticker) {
    this.books = books;
    this.ledgerPid = ledgerPid;
    this.ticker = ticker;
  }

  /// How often it was killed with bills written and not committed, just after their commit, and
  /// without looking.
  record Kills(int uncommitted, int committed, int anywhere) {
    int all() {
      return uncommitted + committed + anywhere;
    }
  }

  Kills kills() {
    return new Kills(uncommitted, committed, anywhere);
  }

  /// @param round which of the three it is
  /// @return whether there was a ledger to kill
  boolean kill(int round) {
    return switch (Math.floorMod(round, 3)) {
      case 0 -> killUncommitted();
      case 1 -> killCommitted();
      default -> {
        anywhere++;
        yield die();
      }
    };
  }

  private boolean killUncommitted() {
    books.holdRevenue();
    try {
      if (!await(books::isLedgerWaiting)) {
        return false;
      }
      uncommitted++;
      return die();
    } finally {
      books.releaseRevenue();
    }
  }

  private boolean killCommitted() {
    books.holdRevenue();
    boolean waits;
    try {
      waits = await(books::isLedgerWaiting);
    } finally {
      books.releaseRevenue();
    }
    long before = bills();
    if (!waits || !await(() -> bills() > before)) {
      return false;
    }
    committed++;
    return die();
  }

  private long bills() {
    return books.ask(
        "select version from account_balance where account_id ="
            + " (select account_id from account where kind = 'REVENUE')");
  }

  private boolean die() {
    return ProcessHandle.of(ledgerPid.getAsLong())
        .map(ProcessHandle::destroyForcibly)
        .orElse(false);
  }

  private boolean await(BooleanSupplier condition) {
    long until = ticker.getAsLong() + WAIT_MAX.toNanos();
    while (!condition.getAsBoolean()) {
      if (ticker.getAsLong() > until) {
        return false;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return true;
  }
}
