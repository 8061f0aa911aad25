package online.speka.dispatcher.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Lane;
import online.speka.dispatcher.flowcontrol.DispatchMetrics;
import online.speka.dispatcher.flowcontrol.OwnerStats;

/// Intake's meters, `speka.dispatcher.*`.
final class MicrometerIntakeMetrics implements IntakeMetrics {

  private static final String PREFIX = "speka.dispatcher.";

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Map<ModelId, List<Meter>> gauges = new ConcurrentHashMap<>();
  private final DistributionSummary packLength;
  private final Counter commitsFailed;
  private final Counter polled;
  private final Counter malformed;
  private final Counter skipped;
  private final Timer takeovers;

  MicrometerIntakeMetrics(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    this.packLength =
        DistributionSummary.builder(PREFIX + "commit.pack")
            .baseUnit("bytes")
            .description("Length of the commit metadata")
            .register(registry);
    this.commitsFailed = registry.counter(PREFIX + "commits.failed");
    this.polled = registry.counter(PREFIX + "records.polled");
    this.malformed = registry.counter(PREFIX + "records.malformed");
    this.skipped = registry.counter(PREFIX + "records.skipped");
    this.takeovers = registry.timer(PREFIX + "takeovers");
  }

  @Override
  public DispatchMetrics of(ModelId model) {
    return new MicrometerDispatchMetrics(registry, model);
  }

  @Override
  public void owned(OwnedModel model) {
    Tags tags = Tags.of("model", model.model().value());
    List<Meter> meters = new ArrayList<>();
    for (Lane lane : Lane.values()) {
      Tags ofLane = tags.and("lane", lane.topicSuffix());
      meters.add(gauge("queue.depth", ofLane, model, s -> s.queued().jobs(lane)));
      meters.add(gauge("queue.tokens", ofLane, model, s -> s.queued().tokens(lane)));
      meters.add(gauge("queue.oldest.wait", ofLane, model, s -> oldestWait(s, lane)));
    }
    meters.add(gauge("slots", tags.and("state", "total"), model, s -> s.slots().total()));
    meters.add(gauge("slots", tags.and("state", "free"), model, s -> s.slots().free()));
    meters.add(gauge("slots", tags.and("state", "held"), model, s -> s.slots().held()));
    meters.add(gauge("jobs", state(tags, "unresolved"), model, s -> s.live().unresolved()));
    meters.add(gauge("jobs", state(tags, "waiting"), model, s -> s.live().waiting()));
    meters.add(gauge("jobs", state(tags, "assigned"), model, s -> s.live().assigned()));
    meters.add(gauge("jobs", state(tags, "lingering"), model, s -> s.live().lingering()));
    meters.add(gauge("jobs", state(tags, "concluding"), model, s -> s.live().concluding()));
    meters.add(gauge("retries.left", tags, model, OwnerStats::retriesLeft));
    gauges.put(model.model(), meters);
  }

  @Override
  public void released(OwnedModel model) {
    gauges.getOrDefault(model.model(), List.of()).forEach(registry::remove);
    gauges.remove(model.model());
  }

  @Override
  public void committed(int length) {
    packLength.record(length);
  }

  @Override
  public void commitFailed() {
    commitsFailed.increment();
  }

  @Override
  public void recordPolled() {
    polled.increment();
  }

  @Override
  public void recordMalformed() {
    malformed.increment();
  }

  @Override
  public void recordSkipped() {
    skipped.increment();
  }

  @Override
  public void takenOver(long nanos) {
    takeovers.record(Duration.ofNanos(nanos));
  }

  private Gauge gauge(
      String name, Tags tags, OwnedModel model, ToDoubleFunction<OwnerStats> value) {
    return Gauge.builder(PREFIX + name, model, owned -> value.applyAsDouble(owned.stats()))
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  private double oldestWait(OwnerStats stats, Lane lane) {
    return stats
        .queued()
        .oldest(lane)
        .map(at -> Math.max(0, Duration.between(at, clock.instant()).toMillis() / 1000.0))
        .orElse(0.0);
  }

  private static Tags state(Tags tags, String state) {
    return tags.and("state", state);
  }
}
