package online.speka.testkit.architecture.planted.time.bad.lifecycle;

import java.time.LocalDate;
import java.time.ZoneId;

/** Reads the wall clock for a day. */
public class DayReader {
  public LocalDate today(ZoneId zone) {
    return LocalDate.now(zone);
  }
}
