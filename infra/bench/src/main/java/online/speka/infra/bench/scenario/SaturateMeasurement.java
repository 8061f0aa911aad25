package online.speka.infra.bench.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import online.speka.infra.bench.load.StreamClient;
import online.speka.infra.bench.measure.CpuCost;
import online.speka.infra.bench.measure.CpuMeter;
import online.speka.infra.bench.report.Progress;
import online.speka.infra.bench.scenario.Slices.Offer;
import online.speka.infra.bench.script.StreamScript.Shape;

/// Raises the rate until it is not held, twice at the same rate: once may be chance.
final class SaturateMeasurement {

  private static final double SPLIT_SHARE = 0.5;

  private final Slices slices;
  private final CpuMeter cpu;
  private final SaturatePlan plan;
  private final Progress progress;
  private final LongSupplier ticker;

  SaturateMeasurement(
      Slices slices, CpuMeter cpu, SaturatePlan plan, Progress progress, LongSupplier ticker) {
    this.slices = slices;
    this.cpu = cpu;
    this.plan = plan;
    this.progress = progress;
    this.ticker = ticker;
  }

  /// What everything is compared with.
  Step unloaded(StreamClient client) throws InterruptedException {
    return step(
        client,
        SaturatePlan.UNLOADED_RATE,
        new Load(plan.shape(), plan.unloaded(), "unloaded"),
        new StepRule(Double.POSITIVE_INFINITY));
  }

  List<Step> steps(StreamClient client, StepRule rule) throws InterruptedException {
    List<Step> steps = new ArrayList<>();
    double rate = plan.firstRate();
    boolean again = false;
    for (int i = 0; i < SaturatePlan.STEPS_MAX; i++) {
      Load load = new Load(plan.shape(), plan.step(), again ? "again" : "step " + (i + 1));
      Step step = step(client, rate, load, rule);
      steps.add(step);
      note(step);
      if (!step.held() && again) {
        break;
      }
      again = !step.held();
      rate = again ? rate : rate * SaturatePlan.GROWTH;
    }
    return steps;
  }

  private void note(Step step) {
    progress.note(
        "%.0f/s: p99 %.1f ms, %s"
            .formatted(
                step.ratePerSecond(),
                step.tally().firstToken().percentileMs(99),
                step.judgement().words()));
  }

  /// The same load without the platform: shows whether the limit found is that of the bench itself.
  Step control(StreamClient direct, double rate, StepRule rule) throws InterruptedException {
    return step(direct, rate, new Load(plan.shape(), plan.step(), "direct control"), rule);
  }

  /// CPU by role, split in the costs of a request and of a chunk, at a rate that is held with ease.
  Map<String, CpuCost> split(StreamClient client, double heldRate, StepRule rule)
      throws InterruptedException {
    int many = plan.shape().tokens();
    double rate = heldRate * SPLIT_SHARE;
    Map<String, Double> few = perRequest(client, rate, plan.shape().withTokens(1), rule);
    Map<String, Double> all = perRequest(client, rate, plan.shape(), rule);
    Map<String, CpuCost> costs = new LinkedHashMap<>();
    all.forEach(
        (role, ms) -> {
          Double msOfFew = few.get(role);
          if (msOfFew != null) {
            costs.put(role, CpuCost.between(1, msOfFew, many, ms));
          }
        });
    return costs;
  }

  private Map<String, Double> perRequest(
      StreamClient client, double rate, Shape shape, StepRule rule) throws InterruptedException {
    Load load = new Load(shape, plan.step(), "CPU of " + shape.tokens() + " tokens");
    return step(client, rate, load, rule).usage().msPerRequest();
  }

  private record Load(Shape shape, Duration length, String label) {}

  private Step step(StreamClient client, double rate, Load load, StepRule rule)
      throws InterruptedException {
    Offer offer =
        new Offer(
            "%s, %.0f/s %s".formatted(load.label(), rate, client.target().name()),
            rate,
            load.shape(),
            load.length(),
            plan.leadIn(),
            rule.inFlightMax(rate, load.shape().length().toNanos() / 1e6));
    CpuMeter.Reading before = cpu.read();
    long begunNanos = ticker.getAsLong();
    Slices.Outcome outcome = slices.streams(client, offer);
    long wallNanos = ticker.getAsLong() - begunNanos;
    Usage usage = Usage.between(before, cpu.read(), outcome.tally().answered(), wallNanos);
    return new Step(rate, outcome.tally(), rule.judge(outcome.tally(), outcome.overrun()), usage);
  }
}
