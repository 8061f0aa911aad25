package online.speka.worker.engine.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import online.speka.worker.engine.Cancellation;
import org.junit.jupiter.api.Test;

class ParkingWaiterTest {

  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final AtomicBoolean closed = new AtomicBoolean();
  private final ParkingWaiter waiter = new ParkingWaiter(System::nanoTime, closed::get);
  private final Cancellation cancellation = new Cancellation();
  private final AtomicReference<Throwable> thrown = new AtomicReference<>();

  @Test
  void itWaitsAsLongAsItIsTold() throws InterruptedException {
    Waiter.Pace pace = waiter.begin(cancellation);
    long begun = System.nanoTime();
    pace.until(begun + Duration.ofMillis(20).toNanos());
    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
    pace.until(begun);
  }

  @Test
  void aCancelledRunIsWokenAtOnce() throws InterruptedException {
    Thread run = waitForAnHour();
    cancellation.cancel();
    assertThat(run.join(Duration.ofSeconds(5))).isTrue();
    assertThat(thrown).hasNullValue();
  }

  @Test
  void aRunOfAClosedEngineIsWokenSoon() throws InterruptedException {
    Thread run = waitForAnHour();
    closed.set(true);
    assertThat(run.join(Duration.ofSeconds(5))).isTrue();
    assertThat(thrown).hasNullValue();
  }

  @Test
  void anInterruptedRunThrows() throws InterruptedException {
    Thread run = waitForAnHour();
    run.interrupt();
    assertThat(run.join(Duration.ofSeconds(5))).isTrue();
    assertThat(thrown).hasValueMatching(InterruptedException.class::isInstance);
  }

  private Thread waitForAnHour() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Thread run =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Waiter.Pace pace = waiter.begin(cancellation);
                    begun.countDown();
                    pace.until(pace.now() + HOUR);
                  } catch (InterruptedException e) {
                    thrown.set(e);
                  }
                });
    assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
    return run;
  }
}
