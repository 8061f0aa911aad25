package online.speka.dispatcher.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Lane;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.dispatcher.flowcontrol.AttemptEnd;
import online.speka.dispatcher.flowcontrol.DispatchMetrics;

/// The counters of one model. Counters go on counting when the model comes back after it has been
/// away; what another dispatcher did in between stands in its own counters.
final class MicrometerDispatchMetrics implements DispatchMetrics {

  private static final String PREFIX = "speka.dispatcher.";

  private final MeterRegistry registry;
  private final Tags tags;
  private final Map<Lane, Counter> read = new EnumMap<>(Lane.class);
  private final Map<AttemptEnd, Counter> over = new EnumMap<>(AttemptEnd.class);
  private final Map<AttemptEnd, Counter> redispatched = new EnumMap<>(AttemptEnd.class);
  private final Counter repeated;
  private final Counter endedBefore;
  private final Counter started;
  private final Counter adopted;
  private final Counter voided;
  private final Counter dropped;
  private final Counter retriesRefused;

  MicrometerDispatchMetrics(MeterRegistry registry, ModelId model) {
    this.registry = registry;
    this.tags = Tags.of("model", model.value());
    for (Lane lane : Lane.values()) {
      read.put(lane, counter("jobs.read", tags.and("lane", lane.topicSuffix())));
    }
    for (AttemptEnd end : AttemptEnd.values()) {
      Tags ofEnd = tags.and("end", label(end));
      over.put(end, counter("attempts.over", ofEnd));
      redispatched.put(end, counter("redispatches", ofEnd));
    }
    this.repeated = counter("jobs.repeated", tags);
    this.endedBefore = counter("jobs.ended.before", tags);
    this.started = counter("attempts.started", tags);
    this.adopted = counter("attempts.adopted", tags);
    this.voided = counter("outcomes.void", tags);
    this.dropped = counter("facts.dropped", tags);
    this.retriesRefused = counter("retries.refused", tags);
  }

  @Override
  public void jobRead(Lane lane) {
    increment(read.get(lane));
  }

  @Override
  public void jobRepeated() {
    repeated.increment();
  }

  @Override
  public void jobEnded(Outcome.Status status, Cause cause) {
    counter("outcomes", tags.and("status", label(status), "cause", label(cause))).increment();
  }

  @Override
  public void jobEndedBefore() {
    endedBefore.increment();
  }

  @Override
  public void attemptStarted() {
    started.increment();
  }

  @Override
  public void attemptAdopted() {
    adopted.increment();
  }

  @Override
  public void attemptOver(AttemptEnd end) {
    increment(over.get(end));
  }

  @Override
  public void redispatched(AttemptEnd why) {
    increment(redispatched.get(why));
  }

  @Override
  public void retryRefused() {
    retriesRefused.increment();
  }

  @Override
  public void outcomeVoid() {
    voided.increment();
  }

  @Override
  public void factDropped() {
    dropped.increment();
  }

  private Counter counter(String name, Tags of) {
    return registry.counter(PREFIX + name, of);
  }

  private static void increment(@org.jspecify.annotations.Nullable Counter counter) {
    if (counter != null) {
      counter.increment();
    }
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
