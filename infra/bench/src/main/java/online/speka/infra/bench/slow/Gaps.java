package online.speka.infra.bench.slow;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import online.speka.infra.bench.load.Timeline;
import online.speka.infra.bench.measure.Latencies;
import org.jspecify.annotations.Nullable;

/// Sorts the times between tokens by who else is there just then. Lives on the timeline of the
/// load.
final class Gaps implements LongConsumer {

  private final Timeline timeline;
  private final Map<Company, Latencies> byCompany = new EnumMap<>(Company.class);
  private @Nullable Latencies now;

  Gaps(Timeline timeline) {
    this.timeline = timeline;
    for (Company company : Company.values()) {
      byCompany.put(company, new Latencies());
    }
  }

  @Override
  public void accept(long nanos) {
    if (now != null) {
      now.record(nanos);
    }
  }

  /// From now on they count for this one.
  void count(Company company) {
    set(byCompany.get(company));
  }

  /// From now on they count for nobody.
  void pause() {
    set(null);
  }

  /// What was counted; after [#pause()] only.
  Latencies of(Company company) {
    return byCompany.getOrDefault(company, new Latencies());
  }

  private void set(@Nullable Latencies latencies) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    timeline.soon(
        () -> {
          now = latencies;
          done.complete(null);
        });
    done.join();
  }
}
