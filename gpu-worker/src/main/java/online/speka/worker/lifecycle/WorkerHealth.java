package online.speka.worker.lifecycle;

import java.util.LinkedHashMap;
import java.util.Map;
import online.speka.contract.catalog.EngineSpec;
import online.speka.worker.engine.Engines;
import online.speka.worker.publishing.KafkaReachability;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Ready when Redis hears the heartbeat, Kafka takes outcomes, every model that loads inside this
/// process is loaded or has failed for good, and at least one model can be served. A server beside
/// the worker may be away: its models are not ready, the worker is.
final class WorkerHealth implements HealthIndicator {

  private final Engines engines;
  private final Heartbeats heartbeats;
  private final HeartbeatSink redis;
  private final KafkaReachability kafka;

  WorkerHealth(
      Engines engines, Heartbeats heartbeats, HeartbeatSink redis, KafkaReachability kafka) {
    this.engines = engines;
    this.heartbeats = heartbeats;
    this.redis = redis;
    this.kafka = kafka;
  }

  @Override
  public Health health() {
    Map<String, String> models = new LinkedHashMap<>();
    boolean anyReady = false;
    boolean loading = false;
    for (Engines.Served served : engines.served()) {
      anyReady |= served.ready();
      loading |= isLoading(served);
      models.put(served.spec().id().value(), state(served));
    }
    boolean kafkaReachable = isKafkaReachable();
    boolean ready =
        anyReady && !loading && redis.isHeard() && kafkaReachable && !heartbeats.isDraining();
    return (ready ? Health.up() : Health.outOfService())
        .withDetail("redis", redis.isHeard())
        .withDetail("kafka", kafkaReachable)
        .withDetail("draining", heartbeats.isDraining())
        .withDetail("models", models)
        .build();
  }

  private boolean isKafkaReachable() {
    try {
      return kafka.isReachable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isLoading(Engines.Served served) {
    return switch (served) {
      case Engines.Served.Failed _ -> false;
      case Engines.Served.Started started ->
          switch (started.spec().engine()) {
            case EngineSpec.Http _ -> false;
            case EngineSpec.LlamaCpp _, EngineSpec.Onnx _, EngineSpec.Simulator _ ->
                !started.ready();
          };
    };
  }

  private static String state(Engines.Served served) {
    return switch (served) {
      case Engines.Served.Failed(_, String reason) -> "failed: " + reason;
      case Engines.Served.Started started -> started.ready() ? "ready" : "not ready";
    };
  }
}
