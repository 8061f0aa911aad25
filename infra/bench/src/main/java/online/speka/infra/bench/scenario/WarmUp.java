package online.speka.infra.bench.scenario;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import online.speka.infra.bench.floor.Floor;
import online.speka.infra.bench.load.StreamClient;
import online.speka.infra.bench.measure.Tally;
import online.speka.infra.bench.scenario.Slices.Offer;
import online.speka.infra.bench.script.StreamScript.Shape;
import online.speka.infra.bench.stack.StackException;

/// Before anything is measured: waits until the whole way answers, then drives load until the JVMs
/// have compiled what they are going to run.
final class WarmUp {

  private static final Duration SLICE = Duration.ofSeconds(2);
  private static final Duration BREATH = Duration.ofMillis(500);
  private static final int PROBES_MAX = 60;
  private static final int IN_FLIGHT_MAX = 512;

  private final Slices slices;
  private final Shape shape;
  private final LongSupplier ticker;

  WarmUp(Slices slices, Shape shape, LongSupplier ticker) {
    this.slices = slices;
    this.shape = shape;
    this.ticker = ticker;
  }

  /// One request at a time until one is answered: a platform asks a new upstream only now and then.
  ///
  /// @throws StackException if it goes on answering with something else
  void awaitAnswer(StreamClient client) throws InterruptedException {
    Tally last = new Tally();
    for (int probe = 0; probe < PROBES_MAX; probe++) {
      last = slices.streams(client, offer(client, 1, Duration.ofSeconds(1))).tally();
      if (last.answered() > 0) {
        return;
      }
      LockSupport.parkNanos(BREATH.toNanos());
    }
    throw new StackException(client.target() + " does not serve: " + last.reasons());
  }

  /// Alternates for so long, at a growing rate. Errors count here too.
  Tally run(StreamClient direct, StreamClient through, Optional<Floor> floor, Plan plan)
      throws InterruptedException {
    Tally all = new Tally();
    long endNanos = ticker.getAsLong() + plan.length().toNanos();
    double rate = plan.ratePerSecond() / 4;
    while (endNanos - ticker.getAsLong() > 0) {
      all.add(slices.streams(through, offer(through, rate, SLICE)).tally());
      all.add(slices.streams(direct, offer(direct, rate, SLICE.dividedBy(4))).tally());
      if (floor.isPresent()) {
        slices.floor(floor.get(), offer("floor", rate, SLICE.dividedBy(4)));
      }
      rate = Math.min(plan.ratePerSecond(), rate * 1.5);
    }
    return all;
  }

  /// @param ratePerSecond what it grows to
  record Plan(Duration length, double ratePerSecond) {}

  private Offer offer(StreamClient client, double rate, Duration length) {
    return offer(client.target().name(), rate, length);
  }

  private Offer offer(String name, double rate, Duration length) {
    return new Offer("warm-up, " + name, rate, shape, length, Duration.ZERO, IN_FLIGHT_MAX);
  }
}
