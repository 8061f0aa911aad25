package online.speka.testkit.architecture.planted.time.bad.lifecycle;

/** Reads the ticker past the one that is injected. */
public class NanosReader {
  public long nanos() {
    return System.nanoTime();
  }
}
