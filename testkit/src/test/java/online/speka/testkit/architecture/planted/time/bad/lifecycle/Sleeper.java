package online.speka.testkit.architecture.planted.time.bad.lifecycle;

/** Sleeps. */
public class Sleeper {
  public void pause() throws InterruptedException {
    Thread.sleep(10);
  }
}
