package online.speka.infra.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Tells the person who waits what is going on, one line each, on standard error: standard output
/// belongs to the `READY` line.
final class Progress {

  private final PrintStream out;
  private final LongSupplier nanos;
  private final long startedAtNanos;

  Progress(PrintStream out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
    this.startedAtNanos = nanos.getAsLong();
  }

  void say(String what) {
    double seconds = elapsed().toMillis() / 1000.0;
    out.println(String.format(Locale.ROOT, "[%5.1f s] %s", seconds, what));
  }

  Duration elapsed() {
    return Duration.ofNanos(nanos.getAsLong() - startedAtNanos);
  }
}
