package online.speka.testkit.architecture.planted.time.bad.lifecycle;

import java.time.Instant;
import java.util.function.Supplier;

/** Reads the wall clock, said differently. */
public class ClockReference {
  public Supplier<Instant> clock() {
    return Instant::now;
  }
}
