package online.speka.infra.bench.floor;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import online.speka.infra.bench.load.OpenLoop;
import online.speka.infra.bench.load.Timeline;
import org.jspecify.annotations.Nullable;

/// The floor under what the platform adds: Kafka produce → consume and then Redis publish →
/// receive, over the same broker and the same Redis, with nothing done in between. Passes are begun
/// by an [OpenLoop], at the rate of the level they are compared with.
public final class Floor implements OpenLoop.Start<FloorPass>, AutoCloseable {

  /// About what a small chat request and a frame with one chunk weigh.
  private static final int REQUEST_BYTES = 400;

  private static final int FRAME_BYTES = 300;

  private record Pending(long dueNanos, Consumer<FloorPass> end, long consumedNanos) {}

  private final Timeline timeline;
  private final LongSupplier ticker;
  private final Map<Long, Pending> pending = new HashMap<>();
  private final RedisHop redis;
  private final KafkaHop kafka;
  private long next;

  /// @param timeline on which passes begin and end
  public Floor(String bootstrapServers, String redisUri, Timeline timeline, LongSupplier ticker) {
    this.timeline = timeline;
    this.ticker = ticker;
    String name = "speka-bench-floor-" + UUID.randomUUID();
    this.redis = new RedisHop(redisUri, name, this::received);
    this.kafka = openKafka(bootstrapServers, name);
  }

  private KafkaHop openKafka(String bootstrapServers, String name) {
    try {
      return KafkaHop.open(bootstrapServers, name, this::consumed);
    } catch (RuntimeException e) {
      redis.close();
      throw e;
    }
  }

  @Override
  public void begin(long dueNanos, Consumer<FloorPass> end) {
    long number = next++;
    pending.put(number, new Pending(dueNanos, end, 0));
    var _ = kafka.produce(number, REQUEST_BYTES).exceptionally(failure -> broken(number, failure));
  }

  /// On the consumer's thread: goes on to Redis at once, as a worker would.
  private void consumed(long number) {
    long nanos = ticker.getAsLong();
    timeline.soon(
        () ->
            pending.computeIfPresent(
                number, (_, it) -> new Pending(it.dueNanos(), it.end(), nanos)));
    var _ = redis.publish(number, FRAME_BYTES).exceptionally(failure -> sent(number, failure));
  }

  private void received(long number) {
    long nanos = ticker.getAsLong();
    timeline.soon(
        () -> {
          Pending it = pending.remove(number);
          if (it != null) {
            it.end().accept(new FloorPass.Whole(it.dueNanos(), it.consumedNanos(), nanos));
          }
        });
  }

  private @Nullable Long sent(long number, Throwable failure) {
    broken(number, failure);
    return null;
  }

  private @Nullable Void broken(long number, Throwable failure) {
    timeline.soon(
        () -> {
          Pending it = pending.remove(number);
          if (it != null) {
            it.end().accept(new FloorPass.Broken(String.valueOf(failure)));
          }
        });
    return null;
  }

  @Override
  public void close() {
    kafka.close();
    redis.close();
  }
}
