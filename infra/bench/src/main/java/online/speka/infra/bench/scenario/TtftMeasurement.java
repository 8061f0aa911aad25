package online.speka.infra.bench.scenario;

import java.time.Duration;
import java.util.Optional;
import online.speka.infra.bench.floor.Floor;
import online.speka.infra.bench.floor.FloorTally;
import online.speka.infra.bench.load.StreamClient;
import online.speka.infra.bench.measure.Tally;
import online.speka.infra.bench.scenario.Slices.Offer;

/// Measures one level: through, direct and floor by turns, so that whatever else the machine does
/// hits all three alike.
final class TtftMeasurement {

  private static final int IN_FLIGHT_MAX = 4_096;

  private final Slices slices;
  private final StreamClient direct;
  private final StreamClient through;
  private final Optional<Floor> floor;
  private final PlatformAccounts accounts;

  TtftMeasurement(
      Slices slices,
      StreamClient direct,
      StreamClient through,
      Optional<Floor> floor,
      PlatformAccounts accounts) {
    this.slices = slices;
    this.direct = direct;
    this.through = through;
    this.floor = floor;
    this.accounts = accounts;
  }

  LevelResult measure(Level level, TtftPlan plan) throws InterruptedException {
    Tally throughTally = new Tally();
    Tally directTally = new Tally();
    FloorTally floorTally = new FloorTally();
    PlatformAccounts.Opening opening = accounts.open();
    for (int turn = 1; turn <= plan.rotations(); turn++) {
      String place = level.name() + " (" + turn + " of " + plan.rotations() + "), ";
      throughTally.add(streams(through, level, plan.throughSlice(level), place));
      directTally.add(streams(direct, level, plan.directSlice(level), place));
      if (floor.isPresent()) {
        Offer offer = offer(place + "floor", level, plan.floorSlice(level), Duration.ZERO);
        floorTally.add(slices.floor(floor.get(), offer));
      }
    }
    return new LevelResult(level, directTally, throughTally, floorTally, accounts.close(opening));
  }

  private Tally streams(StreamClient client, Level level, Duration length, String place)
      throws InterruptedException {
    Duration fill = level.shape().length();
    Duration most = length.multipliedBy(2).dividedBy(5);
    Duration leadIn = fill.compareTo(most) < 0 ? fill : most;
    return slices
        .streams(client, offer(place + client.target().name(), level, length, leadIn))
        .tally();
  }

  private static Offer offer(String label, Level level, Duration length, Duration leadIn) {
    return new Offer(label, level.ratePerSecond(), level.shape(), length, leadIn, IN_FLIGHT_MAX);
  }
}
