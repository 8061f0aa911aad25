package online.speka.infra.bench.report;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Tells on standard error, each second, what is going on: one line that changes on a terminal,
/// lines one below the other elsewhere.
public final class Progress implements AutoCloseable {

  private static final int WIDTH_MAX = 110;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("progress").daemon().factory());
  private final LongSupplier ticker;
  private final long begunNanos;
  private final boolean terminal;
  private volatile Supplier<String> now = () -> "";

  /// @param terminal whether standard error is one
  public Progress(LongSupplier ticker, boolean terminal) {
    this.ticker = ticker;
    this.begunNanos = ticker.getAsLong();
    this.terminal = terminal;
    var _ = clock.scheduleAtFixedRate(this::print, 1, 1, TimeUnit.SECONDS);
  }

  /// From now on this is what goes on.
  public void show(Supplier<String> activity) {
    now = activity;
  }

  public void show(String activity) {
    show(() -> activity);
  }

  private void print() {
    String activity = now.get();
    if (!activity.isEmpty()) {
      line(activity, terminal ? "\r" : "");
    }
  }

  /// A line that stays.
  public void note(String text) {
    line(text, terminal ? "\r" : "");
    if (terminal) {
      System.err.println();
    }
  }

  private void line(String text, String start) {
    long seconds = Duration.ofNanos(ticker.getAsLong() - begunNanos).toSeconds();
    String full = "[%3d s] %s".formatted(seconds, text.strip());
    String cut = full.length() > WIDTH_MAX ? full.substring(0, WIDTH_MAX) : full;
    if (terminal) {
      System.err.print(start + cut + " ".repeat(WIDTH_MAX - cut.length()));
    } else {
      System.err.println(cut);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    if (terminal) {
      System.err.print("\r" + " ".repeat(WIDTH_MAX) + "\r");
    }
  }
}
