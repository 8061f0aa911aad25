package online.speka.testkit.architecture.planted.time.clean.lifecycle;

import java.time.InstantSource;

/** The one place that asks the machine. */
public class TimeConfiguration {
  InstantSource clock() {
    return InstantSource.system();
  }
}
