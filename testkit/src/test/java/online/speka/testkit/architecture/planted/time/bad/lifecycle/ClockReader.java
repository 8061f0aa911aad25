package online.speka.testkit.architecture.planted.time.bad.lifecycle;

import java.time.Instant;

/** Reads the wall clock. */
public class ClockReader {
  public Instant moment() {
    return Instant.now();
  }
}
