package online.speka.infra.bench.slow;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import online.speka.infra.bench.load.Exchange;
import online.speka.infra.bench.load.OpenLoop;
import online.speka.infra.bench.load.StreamClient;
import online.speka.infra.bench.load.Target;
import online.speka.infra.bench.load.Timeline;
import online.speka.infra.bench.measure.Exposition;
import online.speka.infra.bench.measure.ProcFs;
import online.speka.infra.bench.measure.Tally;
import online.speka.infra.bench.measure.Watched;
import online.speka.infra.bench.net.EventThread;
import online.speka.infra.bench.script.StreamScript;
import online.speka.infra.bench.slow.SlowResult.Gap;
import online.speka.infra.bench.slow.SlowResult.Turn;
import online.speka.infra.bench.stack.StackException;

/// Streams at an even rate all the time; beside them, by turns, nobody, a crowd that reads, and a
/// crowd that hardly does.
public final class SlowRun {

  private static final List<String> COUNTERS =
      List.of("speka_edge_frames", "speka_edge_streams", "speka_edge_messages");

  /// A crowd is there when nearly all of it is: one that was refused is counted, not waited for.
  private static final Duration GATHER_MAX = Duration.ofSeconds(60);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /// What a crowd leaves behind is done with before the next turn.
  private static final Duration BREATH = Duration.ofSeconds(3);

  private final Platform platform;
  private final SlowPlan plan;
  private final LongSupplier ticker;
  private final Consumer<String> progress;
  private final EnumMap<Company, CrowdCounts> crowds = new EnumMap<>(Company.class);
  private final Map<String, Double> gained = new TreeMap<>();
  private long nextMark = 1;

  /// @param edge where all clients go
  /// @param others whom the timed streams ask
  /// @param metrics the edge's own
  /// @param watched its processes
  public record Platform(
      InetSocketAddress edge, Target others, Supplier<String> metrics, List<Watched> watched) {}

  /// @param ticker nanoseconds of a monotonic clock
  public SlowRun(Platform platform, SlowPlan plan, LongSupplier ticker, Consumer<String> progress) {
    this.platform = platform;
    this.plan = plan;
    this.ticker = ticker;
    this.progress = progress;
  }

  public SlowResult run() {
    try (EventThread thread = new EventThread("load")) {
      Timeline timeline = Timeline.of(thread.loop(), ticker);
      Gaps gaps = new Gaps(timeline);
      StreamClient client = new StreamClient(platform.others(), thread.loop(), ticker, gaps);
      OpenLoop<Exchange> loop =
          new OpenLoop<>(
              timeline,
              plan.arrivals(),
              plan.bounds(),
              (due, end) -> client.send(new StreamScript(nextMark++, plan.shape()), due, end));
      CompletableFuture<OpenLoop.Slice<Exchange>> slice = loop.run();
      progress.accept("warm-up");
      pause(plan.warmUp());
      Processes processes = new Processes(ProcFs.ofThisMachine(), platform.watched());
      for (int round = 0; round < plan.rounds(); round++) {
        for (Company company : Company.inRound(round)) {
          turn(company, round, gaps, processes);
        }
      }
      loop.stop();
      return result(gaps, slice.join(), processes.growths());
    }
  }

  private void turn(Company company, int round, Gaps gaps, Processes processes) {
    Consumer<String> tell =
        what ->
            progress.accept(
                "round %d of %d, %s: %s"
                    .formatted(round + 1, plan.rounds(), company.words(), what));
    if (company == Company.NOBODY) {
      tell.accept("measuring");
      measure(company, gaps, processes);
      return;
    }
    Map<String, Double> before = counters();
    try (Crowd crowd = Crowd.gather(wanted(company))) {
      await(crowd, tell);
      tell.accept("measuring");
      measure(company, gaps, processes);
      crowds.merge(company, crowd.leave(), CrowdCounts::plus);
    }
    if (company == Company.SLOW) {
      counters()
          .forEach(
              (name, now) -> gained.merge(name, now - before.getOrDefault(name, 0.0), Double::sum));
    }
    pause(BREATH);
  }

  private void measure(Company company, Gaps gaps, Processes processes) {
    gaps.count(company);
    pause(plan.turn());
    gaps.pause();
    processes.look();
  }

  private Crowd.Wanted wanted(Company company) {
    return new Crowd.Wanted(
        platform.edge(),
        plan.crowdRequest().getBytes(StandardCharsets.US_ASCII),
        plan.crowd(),
        company == Company.SLOW);
  }

  private void await(Crowd crowd, Consumer<String> tell) {
    long until = ticker.getAsLong() + GATHER_MAX.toNanos();
    while (crowd.counts().open() + crowd.counts().refused() < plan.crowd()) {
      tell.accept(crowd.counts().open() + " streams of " + plan.crowd());
      if (ticker.getAsLong() - until > 0) {
        throw new StackException("The crowd does not gather: " + crowd.counts());
      }
      pause(LOOK_AGAIN);
    }
  }

  private Map<String, Double> counters() {
    return Exposition.samples(platform.metrics().get(), COUNTERS);
  }

  private SlowResult result(Gaps gaps, OpenLoop.Slice<Exchange> slice, List<Growth> growths) {
    if (slice.overrun()) {
      throw new StackException("Streams end too late: this machine cannot carry this load.");
    }
    Tally tally = new Tally();
    slice.results().forEach(it -> tally.record(it, false));
    tally.unfinished(slice.unfinished());
    EnumMap<Company, Turn> turns = new EnumMap<>(Company.class);
    for (Company company : Company.values()) {
      turns.put(
          company,
          new Turn(Gap.of(gaps.of(company)), crowds.getOrDefault(company, CrowdCounts.NONE)));
    }
    return new SlowResult(turns, tally.answered(), tally.reasons(), growths, gained);
  }

  private static void pause(Duration length) {
    LockSupport.parkNanos(length.toNanos());
    if (Thread.currentThread().isInterrupted()) {
      throw new StackException("Interrupted.");
    }
  }
}
