package online.speka.infra.faults.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.history.Stopwatch;
import online.speka.infra.faults.proxy.Link;
import online.speka.infra.faults.proxy.Weather;
import org.junit.jupiter.api.Test;

class NemesisTest {

  private static final Duration SHORT = Duration.ofMillis(30);
  private static final Fault.Storm STORM =
      new Fault.Storm(Link.EDGE_REDIS, new Weather.Cut(), SHORT);

  private final List<String> done = new ArrayList<>();
  private final List<Entry> history = new ArrayList<>();

  private void run(Step... steps) throws InterruptedException {
    AtomicLong ticks = new AtomicLong();
    new Nemesis(
            new Nobody(),
            new Surroundings(
                (link, weather) -> done.add(link.words() + " " + weather.words()),
                copies -> done.add("again " + copies),
                new Filled(),
                () -> done.add("poison")),
            Stopwatch.start(ticks::incrementAndGet),
            history::add)
        .run(Schedule.of(List.of(steps), 1));
  }

  private static Step step(Fault fault, boolean untilBack) {
    return new Step(Duration.ZERO, Duration.ZERO, fault, untilBack);
  }

  @Test
  void aStormIsOverBeforeTheNextBlowThatWaitsForIt() throws InterruptedException {
    run(step(STORM, true), step(new Fault.Redeliver(2, Duration.ZERO), true));

    assertThat(done).containsExactly("edge-redis cut", "edge-redis clear", "again 2");
  }

  @Test
  void aBlowCanFallInAStorm() throws InterruptedException {
    run(step(STORM, false), step(new Fault.Redeliver(2, Duration.ZERO), false));

    assertThat(done).containsExactly("edge-redis cut", "again 2", "edge-redis clear");
  }

  @Test
  void whateverIsBrokenIsSaidToBeHealed() throws InterruptedException {
    run(step(STORM, false), step(new Fault.Redeliver(1, SHORT), true));

    assertThat(history.stream().filter(Entry.Struck.class::isInstance)).hasSize(2);
    assertThat(history.stream().filter(Entry.Healed.class::isInstance)).hasSize(2);
  }

  @Test
  void poisonIsHealedWhenItsClientHasAnAnswer() throws InterruptedException {
    run(step(new Fault.Poison(), true));

    assertThat(done).containsExactly("poison");
    assertThat(history).hasExactlyElementsOfTypes(Entry.Struck.class, Entry.Healed.class);
  }

  @Test
  void aFullDiskIsFreedAgainAndHealedWhenItsServerAnswers() throws InterruptedException {
    run(step(new Fault.FillDisk(Component.KAFKA, SHORT), true));

    assertThat(done).startsWith("fill kafka").endsWith("free kafka");
    assertThat(history).hasExactlyElementsOfTypes(Entry.Struck.class, Entry.Healed.class);
  }

  private final class Filled implements Disks {
    @Override
    public void fill(Component component) {
      done.add("fill " + component.role());
    }

    @Override
    public void free(Component component) {
      done.add("free " + component.role());
    }
  }

  private static final class Nobody implements Processes {
    @Override
    public List<Running> of(Component component) {
      return List.of();
    }

    @Override
    public int busiest(List<Running> running) {
      throw new AssertionError("nobody runs");
    }

    @Override
    public boolean replaced(Running gone) {
      return true;
    }
  }
}
