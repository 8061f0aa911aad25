package online.speka.dispatcher.handoff;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import online.speka.contract.job.Lane;
import online.speka.dispatcher.handoff.Inbox.Delivery;

/// Handoff's meters, `speka.dispatcher.*`.
final class MicrometerHandoffMetrics implements HandoffMetrics {

  private static final String PREFIX = "speka.dispatcher.";

  private final Timer interactiveWait;
  private final Timer batchWait;
  private final Timer delivered;
  private final Timer notSent;
  private final Timer unknown;
  private final Counter fenced;
  private final Counter lost;
  private final Counter endsFound;
  private final Counter endsLost;
  private final Counter fencesRaised;
  private final Counter fencesMissed;

  MicrometerHandoffMetrics(MeterRegistry registry) {
    this.interactiveWait = wait(registry, Lane.INTERACTIVE);
    this.batchWait = wait(registry, Lane.BATCH);
    this.delivered = push(registry, Delivery.DELIVERED);
    this.notSent = push(registry, Delivery.NOT_SENT);
    this.unknown = push(registry, Delivery.UNKNOWN);
    this.fenced = registry.counter(PREFIX + "failure.frames.fenced");
    this.lost = registry.counter(PREFIX + "failure.frames.lost");
    this.endsFound = registry.counter(PREFIX + "untold.ends", "kept", "true");
    this.endsLost = registry.counter(PREFIX + "untold.ends", "kept", "false");
    this.fencesRaised = registry.counter(PREFIX + "fences", "raised", "true");
    this.fencesMissed = registry.counter(PREFIX + "fences", "raised", "false");
  }

  @Override
  public void assigned(Lane lane, Duration queued) {
    switch (lane) {
      case INTERACTIVE -> interactiveWait.record(queued);
      case BATCH -> batchWait.record(queued);
    }
  }

  @Override
  public void pushed(Delivery delivery, Duration took) {
    switch (delivery) {
      case DELIVERED -> delivered.record(took);
      case NOT_SENT -> notSent.record(took);
      case UNKNOWN -> unknown.record(took);
    }
  }

  @Override
  public void frameFenced() {
    fenced.increment();
  }

  @Override
  public void frameLost() {
    lost.increment();
  }

  @Override
  public void endFound() {
    endsFound.increment();
  }

  @Override
  public void endLost() {
    endsLost.increment();
  }

  @Override
  public void fenceRaised() {
    fencesRaised.increment();
  }

  @Override
  public void fenceMissed() {
    fencesMissed.increment();
  }

  private static Timer wait(MeterRegistry registry, Lane lane) {
    return Timer.builder(PREFIX + "queue.wait")
        .description("From the poll until the job is assigned")
        .tag("lane", lane.topicSuffix())
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(10_000))
        .maximumExpectedValue(Duration.ofMinutes(10))
        .register(registry);
  }

  private static Timer push(MeterRegistry registry, Delivery delivery) {
    return Timer.builder(PREFIX + "handoff")
        .description("From the assignment until its inbox has it")
        .tag("delivery", delivery.name().toLowerCase(Locale.ROOT))
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(10_000))
        .maximumExpectedValue(Duration.ofSeconds(10))
        .register(registry);
  }
}
