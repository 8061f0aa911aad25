package online.speka.testkit.architecture.planted.time.bad.lifecycle;

import java.time.Clock;

/** Makes a clock of its own. */
public class OwnClock {
  public Clock clock() {
    return Clock.systemUTC();
  }
}
