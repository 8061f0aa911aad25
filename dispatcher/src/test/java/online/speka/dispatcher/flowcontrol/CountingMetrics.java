package online.speka.dispatcher.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import online.speka.contract.job.Lane;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;

/// Counts, and checks the equations that [DispatchMetrics] states.
public final class CountingMetrics implements DispatchMetrics {

  public int read;
  public int repeated;
  public int ended;
  public int endedBefore;
  public int started;
  public int adopted;
  public int voided;
  public int dropped;
  public int retriesRefused;
  public final Map<AttemptEnd, Integer> over = new EnumMap<>(AttemptEnd.class);
  public final Map<AttemptEnd, Integer> redispatched = new EnumMap<>(AttemptEnd.class);
  public final Map<Outcome.Status, Integer> outcomes = new EnumMap<>(Outcome.Status.class);

  /// Called after every event of a simulation, so it is only slow when it fails.
  public void assertEquationsHold(OwnerStats stats) {
    OwnerStats.Live live = stats.live();
    int jobs = live.unresolved() + live.waiting() + live.assigned() + live.concluding();
    require("jobs", read, ended + endedBefore + jobs);
    require("attempts", started + adopted, sum(over) + live.assigned() + live.lingering());
    require("slots", stats.slots().held(), live.assigned() + live.lingering());
    redispatched.forEach(
        (end, count) -> {
          if (count > over.getOrDefault(end, 0)) {
            throw new AssertionError("more redispatches than ends: " + end);
          }
        });
  }

  private static void require(String what, int one, int other) {
    if (one != other) {
      assertThat(one).as(what).isEqualTo(other);
    }
  }

  private static int sum(Map<?, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public void jobRead(Lane lane) {
    read++;
  }

  @Override
  public void jobRepeated() {
    repeated++;
  }

  @Override
  public void jobEnded(Outcome.Status status, Cause cause) {
    ended++;
    outcomes.merge(status, 1, Integer::sum);
  }

  @Override
  public void jobEndedBefore() {
    endedBefore++;
  }

  @Override
  public void attemptStarted() {
    started++;
  }

  @Override
  public void attemptAdopted() {
    adopted++;
  }

  @Override
  public void attemptOver(AttemptEnd end) {
    over.merge(end, 1, Integer::sum);
  }

  @Override
  public void redispatched(AttemptEnd why) {
    redispatched.merge(why, 1, Integer::sum);
  }

  @Override
  public void retryRefused() {
    retriesRefused++;
  }

  @Override
  public void outcomeVoid() {
    voided++;
  }

  @Override
  public void factDropped() {
    dropped++;
  }
}
