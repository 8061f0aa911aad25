package online.speka.infra.bench.money;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// All clients at once, each with one request that it sends again when it is refused or put off:
/// what is given back is fought for until they lose heart. Where a connection breaks before there
/// was an answer, the next edge is asked, as behind a load balancer.
final class Storm {

  private static final Duration REFUSED_PAUSE = Duration.ofSeconds(1);
  private static final Duration BROKEN_PAUSE = Duration.ofMillis(200);
  private static final int REFUSED_TIMES_MAX = 4;
  private static final int PUT_OFF_TIMES_MAX = 40;
  private static final Duration PUT_OFF_PAUSE_MAX = Duration.ofSeconds(3);
  private static final Duration STORM_MAX = Duration.ofMinutes(3);

  private final Client client;
  private final Asks asks;
  private final AtomicInteger waiting = new AtomicInteger();

  Storm(Client client, Asks asks) {
    this.client = client;
    this.asks = asks;
  }

  /// @param count clients
  /// @param meanwhile runs beside them, and is waited for
  /// @return every attempt; one that has no answer by then is not among them
  List<Attempt> blow(int round, int count, Runnable meanwhile) throws InterruptedException {
    Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        Ask ask = asks.ask(round * count + i);
        waiting.incrementAndGet();
        threads.execute(() -> insist(round, ask, start, attempts));
      }
      threads.execute(meanwhile);
      start.countDown();
      threads.shutdown();
      if (!threads.awaitTermination(STORM_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    }
    return List.copyOf(attempts);
  }

  /// Clients that have not ended.
  int waiting() {
    return waiting.get();
  }

  private void insist(int round, Ask ask, CountDownLatch start, Queue<Attempt> attempts) {
    try {
      start.await();
      int refused = 0;
      int putOff = 0;
      int broken = 0;
      while (refused < REFUSED_TIMES_MAX && putOff + broken < PUT_OFF_TIMES_MAX) {
        Attempt attempt = client.send(round, ask, broken);
        attempts.add(attempt);
        switch (attempt.answer()) {
          case Answer.Accepted _, Answer.Failed _ -> {
            return;
          }
          case Answer.Unheard _ -> {
            broken++;
            pause(BROKEN_PAUSE);
          }
          case Answer.Refused _ -> {
            refused++;
            pause(REFUSED_PAUSE);
          }
          case Answer.PutOff(_, long seconds, _) -> {
            putOff++;
            Duration pause = Duration.ofSeconds(Math.max(1, seconds));
            pause(pause.compareTo(PUT_OFF_PAUSE_MAX) < 0 ? pause : PUT_OFF_PAUSE_MAX);
          }
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.decrementAndGet();
    }
  }

  private static void pause(Duration time) throws InterruptedException {
    // Nobody counts this down: it is a pause that ends when its thread is interrupted.
    var _ = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
