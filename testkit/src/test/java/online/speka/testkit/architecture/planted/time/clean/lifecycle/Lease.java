package online.speka.testkit.architecture.planted.time.clean.lifecycle;

import java.time.Clock;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.function.LongSupplier;

/** Is told what time it is. */
public record Lease(InstantSource clock, LongSupplier ticker) {
  public boolean isOver(long endNanos) {
    return ticker.getAsLong() - endNanos >= 0;
  }

  public LocalDate day(Clock zoned) {
    return LocalDate.now(zoned);
  }
}
