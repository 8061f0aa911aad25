package online.speka.infra.bench.scenario;

import java.util.Map;
import java.util.TreeMap;
import online.speka.infra.bench.floor.FloorTally;
import online.speka.infra.bench.measure.Added;
import online.speka.infra.bench.measure.Latencies;
import online.speka.infra.bench.measure.Tally;

/// What was measured at one level.
record LevelResult(
    Level level, Tally direct, Tally through, FloorTally floor, PlatformView platform) {

  Added added() {
    return Added.of(direct.firstToken(), through.firstToken());
  }

  /// Mean number in flight through the platform, by Little's law.
  double inFlightMean() {
    return level.ratePerSecond() * through.whole().meanMs() / 1000;
  }

  int errors() {
    return direct.errors() + through.errors() + floor.broken();
  }

  Json json() {
    return new Json(
        level.name(),
        level.inFlight(),
        level.ratePerSecond(),
        level.shape().firstToken().toNanos() / 1e6,
        level.shape().interToken().toNanos() / 1e6,
        level.shape().tokens(),
        inFlightMean(),
        side(direct),
        side(through),
        added(),
        new FloorJson(
            floor.both().summary(),
            floor.kafka().summary(),
            floor.redis().summary(),
            floor.broken()),
        added().overFloor(floor.both()),
        platform);
  }

  static Side side(Tally tally) {
    return new Side(
        tally.firstToken().summary(),
        tally.late().summary(),
        tally.wayIn().summary(),
        tally.engine().summary(),
        tally.wayOut().summary(),
        tally.whole().summary(),
        tally.answered(),
        tally.errors(),
        tally.wrong(),
        new TreeMap<>(tally.reasons()));
  }

  /// Latencies of one side, in the order of a request.
  record Side(
      Latencies.Summary firstToken,
      Latencies.Summary generatorLate,
      Latencies.Summary wayIn,
      Latencies.Summary engine,
      Latencies.Summary wayOut,
      Latencies.Summary whole,
      int answered,
      int errors,
      int wrong,
      Map<String, Integer> reasons) {}

  record FloorJson(
      Latencies.Summary both, Latencies.Summary kafka, Latencies.Summary redis, int broken) {}

  record Json(
      String name,
      int inFlightAimed,
      double ratePerSecond,
      double engineFirstTokenMs,
      double engineInterTokenMs,
      int tokens,
      double inFlightMean,
      Side direct,
      Side through,
      Added added,
      FloorJson floor,
      double addedP50OverFloorP50,
      PlatformView platform) {}
}
