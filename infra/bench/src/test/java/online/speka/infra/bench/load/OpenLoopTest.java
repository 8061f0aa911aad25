package online.speka.infra.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenLoopTest {

  private static final long MS = 1_000_000;

  private final VirtualTimeline timeline = new VirtualTimeline();
  private final Arrivals arrivals = new Arrivals(100, Duration.ofSeconds(2), 1);
  private final OpenLoop.Bounds bounds = new OpenLoop.Bounds(1_000, Duration.ofSeconds(10));
  private final List<Long> begun = new ArrayList<>();

  private OpenLoop.Slice<Long> run(OpenLoop.Bounds within, OpenLoop.Start<Long> start) {
    var slice = new OpenLoop<>(timeline, arrivals, within, start).run();
    timeline.runAll();
    return slice.join();
  }

  @Test
  void everyRequestIsBegunWhenItIsDue() {
    // When
    OpenLoop.Slice<Long> slice =
        run(
            bounds,
            (due, end) -> {
              begun.add(timeline.nanos() - due);
              timeline.at(due + 5 * MS, () -> end.accept(due));
            });

    // Then
    assertThat(slice.started()).isEqualTo(200);
    assertThat(slice.results()).hasSize(200);
    assertThat(slice.unfinished()).isZero();
    assertThat(begun).containsOnly(0L);
  }

  @Test
  void oneThatIsStoppedStartsNoMoreAndWaitsForTheRest() {
    // Given one that is stopped after half a second
    OpenLoop<Long> loop =
        new OpenLoop<>(
            timeline,
            arrivals,
            bounds,
            (due, end) -> timeline.at(due + 100 * MS, () -> end.accept(due)));
    timeline.at(500 * MS, loop::stop);

    // When
    var slice = loop.run();
    timeline.runAll();

    // Then
    assertThat(slice.join().started()).isBetween(49, 51);
    assertThat(slice.join().results()).hasSize(slice.join().started());
    assertThat(slice.join().overrun()).isFalse();
  }

  @Test
  void aServerThatStallsIsChargedForEveryRequestThatWasDueMeanwhile() {
    // Given a server that answers at once, but nothing between 500 ms and 1500 ms
    List<Long> latencies = new ArrayList<>();

    // When
    run(
        bounds,
        (due, end) -> {
          boolean stalled = due >= 500 * MS && due < 1_500 * MS;
          timeline.at(
              stalled ? 1_500 * MS : due,
              () -> {
                latencies.add(timeline.nanos() - due);
                end.accept(due);
              });
        });

    // Then half of all requests waited, half a second on average
    List<Long> waited = latencies.stream().filter(latency -> latency > 0).toList();
    assertThat(waited).hasSizeBetween(99, 101);
    assertThat(waited.stream().mapToLong(Long::longValue).average().orElseThrow())
        .isBetween(490.0 * MS, 510.0 * MS);
  }

  @Test
  void aGeneratorThatStallsSendsLateAndCountsFromWhenItWasDue() {
    // When the first request blocks the thread for 300 ms
    OpenLoop.Slice<Long> slice =
        run(
            bounds,
            (due, end) -> {
              if (begun.isEmpty()) {
                timeline.stall(300 * MS);
              }
              begun.add(due);
              end.accept(timeline.nanos() - due);
            });

    // Then none was left out, and lateness is in the latency
    assertThat(slice.results()).hasSize(200);
    assertThat(slice.results().subList(0, 30)).allSatisfy(it -> assertThat(it).isPositive());
    assertThat(slice.results().getLast()).isZero();
  }

  @Test
  void whatDoesNotEndIsCounted() {
    OpenLoop.Slice<Long> slice =
        run(
            bounds,
            (due, end) -> {
              begun.add(due);
              if (begun.size() % 10 != 0) {
                end.accept(due);
              }
            });

    assertThat(slice.unfinished()).isEqualTo(20);
    assertThat(slice.results()).hasSize(180);
  }

  @Test
  void tooManyInFlightEndTheSlice() {
    OpenLoop.Slice<Long> slice =
        run(
            new OpenLoop.Bounds(50, Duration.ofSeconds(1)),
            (due, end) -> timeline.at(due + 900 * MS, () -> end.accept(due)));

    assertThat(slice.overrun()).isTrue();
    assertThat(slice.started()).isEqualTo(50);
    assertThat(slice.results()).hasSize(50);
  }

  @Test
  void arrivalsKeepTheirRateAndTheirOrder() {
    assertThat(arrivals.count()).isEqualTo(200);
    for (int i = 0; i < 200; i++) {
      assertThat(arrivals.offsetNanos(i)).isBetween(i * 10 * MS, i * 10 * MS + MS);
    }
  }
}
