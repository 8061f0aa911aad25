package online.speka.worker.publishing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// Publishing's counters in Micrometer.
///
/// `speka.worker.frames` over `speka.worker.publishes` is how well frames coalesce.
final class MicrometerPublishingMetrics implements PublishingMetrics {

  private final Counter frames;
  private final Counter publishes;
  private final Counter publishedBytes;
  private final Counter coalescedBytes;
  private final Map<Batch.Appended, Counter> appended = new EnumMap<>(Batch.Appended.class);
  private final Counter connectionsLost;
  private final Counter outcomesDurable;
  private final Counter outcomesGivenUp;
  private final Counter outcomesRetried;

  MicrometerPublishingMetrics(MeterRegistry registry) {
    frames = registry.counter("speka.worker.frames");
    publishes = registry.counter("speka.worker.publishes");
    publishedBytes = registry.counter("speka.worker.published.bytes");
    coalescedBytes = registry.counter("speka.worker.coalesced.bytes");
    for (Batch.Appended result : Batch.Appended.values()) {
      appended.put(
          result,
          registry.counter(
              "speka.worker.log.appends", "result", result.name().toLowerCase(Locale.ROOT)));
    }
    connectionsLost = registry.counter("speka.worker.redis.connections.lost");
    outcomesDurable = registry.counter("speka.worker.outcomes.published", "durable", "true");
    outcomesGivenUp = registry.counter("speka.worker.outcomes.published", "durable", "false");
    outcomesRetried = registry.counter("speka.worker.outcomes.retries");
  }

  @Override
  public void frame() {
    frames.increment();
  }

  @Override
  public void sent(Batch batch) {
    for (Batch.Message message : batch.messages()) {
      publishes.increment();
      publishedBytes.increment(message.frames().length);
    }
    if (batch.frames() > 1) {
      coalescedBytes.increment((double) batch.bytes());
    }
  }

  @Override
  public void appended(Batch.Appended result) {
    Counter counter = appended.get(result);
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public void connectionLost() {
    connectionsLost.increment();
  }

  @Override
  public void outcome(boolean durable) {
    (durable ? outcomesDurable : outcomesGivenUp).increment();
  }

  @Override
  public void outcomeRetried() {
    outcomesRetried.increment();
  }
}
