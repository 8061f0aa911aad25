package online.speka.testkit.architecture.planted.time.bad.lifecycle;

/** Reads the wall clock, the old way. */
public class MillisReader {
  public long millis() {
    return System.currentTimeMillis();
  }
}
