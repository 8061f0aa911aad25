package online.speka.worker.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import online.speka.contract.job.Assignment;
import online.speka.contract.job.Attempt;
import online.speka.worker.Jobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SlotsTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final Slots slots = new Slots(2, 10);

  @Test
  void soManyAtATime() throws Exception {
    assertThat(slots.acquire(job(), LONG)).isEqualTo(Slots.Turn.GRANTED);
    assertThat(slots.acquire(job(), LONG)).isEqualTo(Slots.Turn.GRANTED);

    assertThat(slots.acquire(job(), Duration.ofMillis(10))).isEqualTo(Slots.Turn.EXPIRED);
    assertThat(slots.taken()).isEqualTo(2);
    assertThat(slots.waiting()).isZero();
  }

  @Test
  void firstComeFirstServed() throws Exception {
    takeAll();
    CompletableFuture<Slots.Turn> first = waiting(job(), 1);
    CompletableFuture<Slots.Turn> second = waiting(job(), 2);

    slots.release();

    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(Slots.Turn.GRANTED);
    assertThat(second).isNotDone();
    slots.release();
    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(Slots.Turn.GRANTED);
  }

  @Test
  void aStoppedJobWaitsNoLongerAndTakesNoSlot() throws Exception {
    takeAll();
    HeldJob job = job();
    CompletableFuture<Slots.Turn> stopped = waiting(job, 1);
    CompletableFuture<Slots.Turn> next = waiting(job(), 2);

    job.stop(StopReason.CLIENT_GONE);
    assertThat(stopped.get(10, TimeUnit.SECONDS)).isEqualTo(Slots.Turn.STOPPED);

    slots.release();
    assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo(Slots.Turn.GRANTED);
  }

  @Test
  void tooManyWaitersAreTurnedAway() throws Exception {
    Slots one = new Slots(0, 0);

    assertThat(one.acquire(job(), LONG)).isEqualTo(Slots.Turn.FULL);
  }

  @Test
  void anInterruptedWaiterLeavesNothingBehind() throws Exception {
    takeAll();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread waiter =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    slots.acquire(job(), LONG);
                    interrupted.complete(false);
                  } catch (InterruptedException e) {
                    interrupted.complete(true);
                  }
                });
    await().atMost(Duration.ofSeconds(10)).until(() -> slots.waiting() == 1);

    waiter.interrupt();

    assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(slots.waiting()).isZero();
    slots.release();
    slots.release();
    assertThat(slots.taken()).isZero();
  }

  @Test
  void underManyHandsNoSlotIsLostAndNoneIsMadeUp() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger granted = new AtomicInteger();
    Slots busy = new Slots(3, 1000);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      HeldJob job = job();
      int patience = ThreadLocalRandom.current().nextInt(20);
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      Slots.Turn turn = busy.acquire(job, Duration.ofMillis(patience));
                      if (turn == Slots.Turn.GRANTED) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.sleep(1);
                        inside.decrementAndGet();
                        granted.incrementAndGet();
                        busy.release();
                      }
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }));
      if (i % 3 == 0) {
        threads.add(Thread.ofVirtual().start(() -> job.stop(StopReason.CLIENT_GONE)));
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(most).hasValueLessThanOrEqualTo(3);
    assertThat(granted).hasPositiveValue();
    assertThat(busy.taken()).isZero();
    assertThat(busy.waiting()).isZero();
  }

  private void takeAll() throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      assertThat(slots.acquire(job(), LONG)).isEqualTo(Slots.Turn.GRANTED);
    }
  }

  private CompletableFuture<Slots.Turn> waiting(HeldJob job, int waiters) {
    CompletableFuture<Slots.Turn> turn = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                turn.complete(slots.acquire(job, LONG));
              } catch (InterruptedException e) {
                turn.completeExceptionally(e);
              }
            });
    await().atMost(Duration.ofSeconds(10)).until(() -> slots.waiting() == waiters);
    return turn;
  }

  private static HeldJob job() {
    return new HeldJob(new Assignment(Jobs.streaming("m"), new Attempt(1, 1), new byte[0]));
  }
}
