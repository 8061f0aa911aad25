package online.speka.worker.running;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import online.speka.contract.job.Job;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;

/// Jobs in Micrometer, under OpenTelemetry's names for generative AI where it has one.
final class MicrometerRunMetrics implements RunMetrics {

  // Bucket bounds as the OpenTelemetry conventions advise them.
  private static final Duration[] FIRST_TOKEN =
      seconds(0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10);
  private static final Duration[] PER_TOKEN =
      seconds(0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5);
  private static final Duration[] REQUEST =
      seconds(
          0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
  private static final double[] TOKENS = {
    1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576
  };

  private final MeterRegistry registry;

  MicrometerRunMetrics(MeterRegistry registry, ModelSlots slots, HeldJobs heldJobs) {
    this.registry = registry;
    Gauge.builder("speka.worker.jobs.held", heldJobs, jobs -> jobs.keys().size())
        .register(registry);
    Gauge.builder("speka.worker.jobs.generating", heldJobs, HeldJobs::generating)
        .register(registry);
    slots
        .all()
        .forEach(
            (model, ofModel) -> {
              Tags tags = Tags.of("model", model.value());
              Gauge.builder("speka.worker.slots.used", ofModel, Slots::taken)
                  .tags(tags)
                  .register(registry);
              Gauge.builder("speka.worker.slots.waiting", ofModel, Slots::waiting)
                  .tags(tags)
                  .register(registry);
            });
  }

  @Override
  public void accepted(Job job) {
    registry.counter("speka.worker.jobs.accepted", "model", job.model().value()).increment();
  }

  @Override
  public void finished(Job job, Outcome.Status status, Cause cause, Spent spent) {
    ended(job, word(status), word(cause));
    Tags tags =
        Tags.of(
            "gen_ai.operation.name",
            job.target().kind().operation(),
            "gen_ai.request.model",
            job.model().value());
    String error = status == Outcome.Status.COMPLETED ? "none" : word(cause);
    Timer.builder("gen_ai.server.request.duration")
        .tags(tags.and("error.type", error))
        .serviceLevelObjectives(REQUEST)
        .register(registry)
        .record(spent.total());
    if (spent.firstToken().isPositive()) {
      Timer.builder("gen_ai.server.time_to_first_token")
          .tags(tags)
          .serviceLevelObjectives(FIRST_TOKEN)
          .register(registry)
          .record(spent.firstToken());
    }
    long between = spent.usage().completionTokens() - 1;
    if (between > 0 && spent.generation().isPositive()) {
      Timer.builder("gen_ai.server.time_per_output_token")
          .tags(tags)
          .serviceLevelObjectives(PER_TOKEN)
          .register(registry)
          .record(spent.generation().dividedBy(between));
    }
    tokens(tags, "input", spent.usage().promptTokens());
    tokens(tags, "output", spent.usage().completionTokens());
  }

  private void tokens(Tags tags, String type, long count) {
    if (count > 0) {
      DistributionSummary.builder("gen_ai.client.token.usage")
          .tags(tags.and("gen_ai.token.type", type))
          .serviceLevelObjectives(TOKENS)
          .register(registry)
          .record((double) count);
    }
  }

  @Override
  public void handedBack(Job job, Cause cause) {
    ended(job, "handed_back", word(cause));
  }

  @Override
  public void silent(Job job) {
    ended(job, "silent", "superseded");
  }

  @Override
  public void lost(Job job) {
    ended(job, "lost", "unreported");
  }

  private void ended(Job job, String status, String cause) {
    registry
        .counter(
            "speka.worker.jobs.ended",
            "model",
            job.model().value(),
            "status",
            status,
            "cause",
            cause)
        .increment();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Duration[] seconds(double... bounds) {
    return Arrays.stream(bounds)
        .mapToObj(bound -> Duration.ofNanos((long) (bound * 1e9)))
        .toArray(Duration[]::new);
  }
}
