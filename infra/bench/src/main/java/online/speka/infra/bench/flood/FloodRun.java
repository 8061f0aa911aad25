package online.speka.infra.bench.flood;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import online.speka.infra.bench.measure.CpuMeter;
import online.speka.infra.bench.probe.Ask;
import online.speka.infra.bench.probe.HttpDoor;
import online.speka.infra.bench.probe.Reply;

/// Requests that are served, floods of each kind, and nothing at all, by turns, so that all meet
/// the same machine; then a flood alone, while calls to stores are counted.
public final class FloodRun {

  private static final String CHAT = "/v1/chat/completions";

  /// So many that the platform always has something to do: an idle one uses more for each request.
  private static final int SERVED_CLIENTS = 48;

  private static final int REFUSED_CLIENTS = 8;

  /// Keys are minted before, so that minting costs nothing meanwhile.
  private static final int KEYS = 2_000;

  private static final long SEED = 1;

  /// So long PostgreSQL keeps counts to itself.
  private static final Duration COUNTS_SETTLE = Duration.ofMillis(1_500);

  private static final Duration BREATH = Duration.ofMillis(500);

  private final Platform platform;
  private final Plan plan;
  private final LongSupplier ticker;
  private final Consumer<String> progress;
  private final Clients served;
  private final Clients refused;

  /// @param key that opens the edge
  public record Platform(
      HttpDoor edge, String key, CpuMeter cpu, RedisCalls redis, JdbcCalls database) {}

  /// @param body of every request, of floods too
  /// @param slice how long each kind has its turn
  public record Plan(String body, Duration slice, int rounds, Duration warmUp) {}

  /// @param ticker nanoseconds of a monotonic clock
  public FloodRun(Platform platform, Plan plan, LongSupplier ticker, Consumer<String> progress) {
    this.platform = platform;
    this.plan = plan;
    this.ticker = ticker;
    this.progress = progress;
    this.served = new Clients(platform.edge(), SERVED_CLIENTS, ticker);
    this.refused = new Clients(platform.edge(), REFUSED_CLIENTS, ticker);
  }

  public FloodResult run() {
    Map<FloodKind, List<Ask>> floods = new EnumMap<>(FloodKind.class);
    for (FloodKind kind : FloodKind.values()) {
      floods.put(kind, asks(kind));
    }
    warmUp(floods);
    Cost idle = Cost.NONE;
    Cost valid = Cost.NONE;
    Map<FloodKind, Cost> costs = new EnumMap<>(FloodKind.class);
    for (int round = 1; round <= plan.rounds(); round++) {
      progress.accept("round %d of %d".formatted(round, plan.rounds()));
      idle = idle.plus(measured(this::nothing));
      valid = valid.plus(measured(this::served));
      floods.forEach((kind, asks) -> costs.merge(kind, measured(() -> refused(asks)), Cost::plus));
    }
    progress.accept("calls to stores");
    return result(idle, valid, costs, stores(floods));
  }

  private List<Ask> asks(FloodKind kind) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Ask> asks = new ArrayList<>(KEYS);
    for (int i = 0; i < KEYS; i++) {
      asks.add(Ask.post(CHAT, kind.key(random), plan.body()));
    }
    return asks;
  }

  private void warmUp(Map<FloodKind, List<Ask>> floods) {
    progress.accept("warm-up");
    // More runs for a request that is served, so more has to be compiled for it.
    Clients.Asked _ = served(plan.warmUp().dividedBy(2));
    Duration part = plan.warmUp().dividedBy(2L * floods.size());
    floods.values().forEach(asks -> refused(asks, part));
  }

  private Clients.Asked nothing() {
    LockSupport.parkNanos(plan.slice().toNanos());
    return new Clients.Asked(0, 0);
  }

  private Clients.Asked served() {
    return served(plan.slice());
  }

  private Clients.Asked served(Duration length) {
    Ask ask = Ask.post(CHAT, platform.key(), plan.body());
    return served.run(() -> ask, Reply::isAccepted, length);
  }

  private Clients.Asked refused(List<Ask> asks) {
    return refused(asks, plan.slice());
  }

  private Clients.Asked refused(List<Ask> asks, Duration length) {
    return refused.run(
        () -> asks.get(ThreadLocalRandom.current().nextInt(asks.size())),
        Reply::isUnauthorized,
        length);
  }

  /// What was begun before is over when it begins, and it is over when it ends.
  private Cost measured(Supplier<Clients.Asked> slice) {
    LockSupport.parkNanos(BREATH.toNanos());
    CpuMeter.Reading before = platform.cpu().read();
    long begun = ticker.getAsLong();
    Clients.Asked asked = slice.get();
    Duration length = Duration.ofNanos(ticker.getAsLong() - begun);
    return new Cost(
        asked.asked(), asked.others(), length, CpuMeter.usedNanos(before, platform.cpu().read()));
  }

  private FloodResult.Stores stores(Map<FloodKind, List<Ask>> floods) {
    List<Ask> all = floods.values().stream().flatMap(List::stream).toList();
    Duration length = plan.slice().multipliedBy(plan.rounds());
    StoreCalls idle = calls(() -> LockSupport.parkNanos(length.toNanos()));
    long[] requests = new long[1];
    StoreCalls flooded = calls(() -> requests[0] = refused(all, length).asked());
    StoreCalls more = flooded.since(idle);
    return new FloodResult.Stores(
        requests[0], more.redis(), more.database(), idle.redis(), idle.database());
  }

  private StoreCalls calls(Runnable slice) {
    LockSupport.parkNanos(COUNTS_SETTLE.toNanos());
    StoreCalls before = new StoreCalls(platform.redis().count(), platform.database().count());
    slice.run();
    LockSupport.parkNanos(COUNTS_SETTLE.toNanos());
    return new StoreCalls(platform.redis().count(), platform.database().count()).since(before);
  }

  private static FloodResult result(
      Cost idle, Cost valid, Map<FloodKind, Cost> refused, FloodResult.Stores stores) {
    long notRefused = 0;
    List<FloodResult.Refusal> refusals = new ArrayList<>();
    for (Map.Entry<FloodKind, Cost> kind : refused.entrySet()) {
      Cost cost = kind.getValue();
      notRefused += cost.others();
      refusals.add(
          new FloodResult.Refusal(
              kind.getKey(),
              cost.requests(),
              cost.edgeMicros(idle),
              cost.platformMicros(idle),
              cost.requests() * 1e9 / cost.length().toNanos()));
    }
    return new FloodResult(
        valid.platformMicros(idle),
        valid.edgeMicros(idle),
        valid.requests(),
        valid.others(),
        notRefused,
        refusals,
        stores);
  }
}
