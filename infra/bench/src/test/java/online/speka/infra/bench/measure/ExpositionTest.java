package online.speka.infra.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpositionTest {

  private static final String BEFORE =
      """
      # HELP speka_queue_wait_seconds how long
      # TYPE speka_queue_wait_seconds summary
      speka_queue_wait_seconds_count{lane="batch"} 3
      speka_queue_wait_seconds_sum{lane="batch"} 0.003
      jvm_threads_live_threads 20.0
      idle_seconds_count 5
      idle_seconds_sum 1.0E-3
      """;

  private static final String AFTER =
      """
      speka_queue_wait_seconds_bucket{lane="batch",le="0.1"} 3
      speka_queue_wait_seconds_count{lane="batch"} 5
      speka_queue_wait_seconds_sum{lane="batch"} 0.007
      speka_queue_wait_seconds_count{lane="interactive"} 8
      speka_queue_wait_seconds_sum{lane="interactive"} 1.6E-2
      idle_seconds_count 5
      idle_seconds_sum 1.0E-3
      """;

  @Test
  void samplesAreFoundByTheBeginningOfTheirNames() {
    String text =
        """
        # TYPE speka_edge_frames_total counter
        speka_edge_frames_total{end="left_to_log"} 7.0
        speka_edge_streams_opened_total 1.2E3
        jvm_threads_live_threads 20.0
        """;

    assertThat(Exposition.samples(text, List.of("speka_edge_frames", "speka_edge_streams")))
        .isEqualTo(
            Map.of(
                "speka_edge_frames_total{end=\"left_to_log\"}",
                7.0,
                "speka_edge_streams_opened_total",
                1200.0));
  }

  @Test
  void aTimerIsTheSumOverItsLabels() {
    assertThat(Exposition.timers(AFTER)).containsOnlyKeys("speka_queue_wait", "idle");
    assertThat(Exposition.timers(AFTER).get("speka_queue_wait").count()).isEqualTo(13);
  }

  @Test
  void onlyWhatHappenedInBetweenCounts() {
    Map<String, Exposition.Timer> between =
        Exposition.between(Exposition.timers(BEFORE), Exposition.timers(AFTER));

    assertThat(between).containsOnlyKeys("speka_queue_wait");
    assertThat(between.get("speka_queue_wait").meanMs()).isCloseTo(2.0, within(1e-9));
  }
}
