package online.speka.dispatcher.workers;

import static online.speka.dispatcher.Samples.worker;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import online.speka.contract.fleet.Heartbeat;
import online.speka.contract.fleet.WorkerId;
import org.junit.jupiter.api.Test;

class FleetWatchTest {

  private static final Duration ROUND_MAX = Duration.ofSeconds(4);

  private final AtomicLong nanos = new AtomicLong();
  private final FakeHeartbeats heartbeats = new FakeHeartbeats();
  private final FleetWatch watch =
      new FleetWatch(
          heartbeats,
          new Liveness(
              new LivenessLimits(
                  Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofMillis(500))),
          nanos::get);

  @Test
  void endsARoundWhenEveryWorkerHasSpokenTwice() {
    // Given
    read();
    heartbeats.beat(1);
    heartbeats.beat(2);
    read();

    // When
    CompletableFuture<Void> round = watch.round(ROUND_MAX);
    read();
    heartbeats.beat(1);
    heartbeats.beat(2);
    read();
    heartbeats.beat(1);
    read();
    boolean afterOne = round.isDone();
    heartbeats.beat(2);
    read();

    // Then
    assertThat(afterOne).isFalse();
    assertThat(round).isCompleted();
  }

  @Test
  void endsARoundAtOnceWhenThereAreNoWorkers() {
    CompletableFuture<Void> round = watch.round(ROUND_MAX);

    read();

    assertThat(round).isCompleted();
  }

  @Test
  void doesNotWaitForAWorkerThatDiesDuringTheRound() {
    // Given
    read();
    heartbeats.beat(1);
    read();
    CompletableFuture<Void> round = watch.round(Duration.ofHours(1));

    // When
    for (int i = 0; i < 12; i++) {
      read();
    }

    // Then
    assertThat(watch.latest().alive()).isEmpty();
    assertThat(heartbeats.forgotten).containsExactly(worker(1));
    assertThat(round).isCompleted();
  }

  @Test
  void boundsARound() {
    // Given a worker that was there before and stays unproven, and dies only later
    heartbeats.beat(1);
    read();
    CompletableFuture<Void> round = watch.round(Duration.ofSeconds(1));

    // When
    for (int i = 0; i < 6; i++) {
      read();
    }

    // Then
    assertThat(round).isCompleted();
  }

  @Test
  void tellsItsListenersBeforeItEndsARound() {
    // Given
    List<String> told = new ArrayList<>();
    watch.listen(
        new FleetListener() {
          @Override
          public void seen(Fleet fleet) {
            told.add("seen");
          }

          @Override
          public void unknown() {
            told.add("unknown");
          }
        });
    var _ = watch.round(ROUND_MAX).thenRun(() -> told.add("round"));

    // When
    heartbeats.readable = false;
    read();
    heartbeats.readable = true;
    read();

    // Then
    assertThat(told).containsExactly("unknown", "seen", "round");
  }

  @Test
  void saysWhetherHeartbeatsCanBeRead() {
    assertThat(watch.isReadable()).isFalse();
    read();
    assertThat(watch.isReadable()).isTrue();
    heartbeats.readable = false;
    read();
    assertThat(watch.isReadable()).isFalse();
  }

  private void read() {
    nanos.addAndGet(Duration.ofMillis(250).toNanos());
    watch.runOnce();
  }

  private static final class FakeHeartbeats implements HeartbeatSource {
    private final Map<WorkerId, Heartbeat> hash = new HashMap<>();
    private final List<WorkerId> forgotten = new ArrayList<>();
    private boolean readable = true;

    void beat(int number) {
      WorkerId id = worker(number);
      long before = hash.containsKey(id) ? hash.get(id).beat() : 0;
      hash.put(id, new Heartbeat(id, before + 1, false, List.of(), List.of()));
    }

    @Override
    public Map<WorkerId, Heartbeat> read() {
      if (!readable) {
        throw new UnreadableException("down", new IllegalStateException("down"));
      }
      return Map.copyOf(hash);
    }

    @Override
    public void forget(WorkerId worker) {
      forgotten.add(worker);
      hash.remove(worker);
    }
  }
}
