package online.speka.infra.faults.cell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import online.speka.infra.faults.client.Load;
import online.speka.infra.faults.client.Mix;
import online.speka.infra.faults.history.Ending;
import online.speka.infra.faults.history.Tolerance;
import online.speka.infra.faults.nemesis.Fault;
import online.speka.infra.faults.nemesis.Step;
import online.speka.infra.faults.proxy.Link;
import online.speka.infra.faults.proxy.Weather;

/// The cells in which no process dies, only the network between them misbehaves.
final class StormyCells {

  private static final Load LOAD =
      new Load(20, Duration.ofSeconds(5), Duration.ofSeconds(5), 25, 60, Mix.STAYING);

  /// Longer than the leases of workers, shorter than any client waits.
  private static final Duration STORM = Duration.ofSeconds(8);

  private static final Duration BLINK = Duration.ofMillis(600);
  private static final Duration LATENCY = Duration.ofMillis(500);
  private static final Duration SPREAD = Duration.ofSeconds(2);

  /// A part that cannot reach a server says so, or its clients wait; nothing else.
  private static final Set<Ending> TURNED_AWAY = Set.of(Ending.REFUSED, Ending.ERROR_EVENT);

  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private static final double ATTEMPTS_MAX = 1.5;

  private StormyCells() {}

  static List<Cell> list() {
    Map<String, Weather> weathers =
        Map.of(
            "cut", new Weather.Cut(),
            "silent", new Weather.Silent(),
            "slow", new Weather.Late(LATENCY));
    List<Cell> cells = new ArrayList<>();
    for (Link link : Link.values()) {
      weathers.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(entry -> cells.add(cell(link, entry.getKey(), entry.getValue())));
    }
    cells.add(blink());
    return cells;
  }

  /// Shorter than any stream: whoever hears nothing then must read it up.
  private static Cell blink() {
    return new Cell(
        "edge-redis-blink",
        "cut between edge and redis and healed at once, with streams in the middle",
        LOAD,
        List.of(
            new Step(
                Duration.ZERO,
                SPREAD,
                new Fault.Storm(Link.EDGE_REDIS, new Weather.Cut(), BLINK),
                true)),
        new Tolerance(TURNED_AWAY, 0, WAIT_MAX, ATTEMPTS_MAX));
  }

  private static Cell cell(Link link, String word, Weather weather) {
    Set<Ending> allowed = link == Link.LEDGER_POSTGRES ? Set.of() : TURNED_AWAY;
    return new Cell(
        link.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + word,
        weather.words() + " between " + link.role() + " and " + link.server(),
        LOAD,
        List.of(new Step(Duration.ZERO, SPREAD, new Fault.Storm(link, weather, STORM), true)),
        new Tolerance(allowed, allowed.isEmpty() ? 1 : 0, WAIT_MAX, ATTEMPTS_MAX));
  }
}
