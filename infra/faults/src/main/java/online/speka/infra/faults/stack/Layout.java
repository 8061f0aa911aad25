package online.speka.infra.faults.stack;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import online.speka.infra.faults.client.Asks;
import online.speka.infra.faults.nemesis.Component;

/// How many of each part, and how the simulated models behave.
///
/// @param topology value of `SPEKA_TOPOLOGY`
/// @param more environment
/// @param smallDisks servers whose disks are so small that they can be filled
public record Layout(String topology, Map<String, String> more, Set<Component> smallDisks) {

  public Layout {
    more = Map.copyOf(more);
    smallDisks = Set.copyOf(smallDisks);
  }

  private static final Pattern WORKERS = Pattern.compile("(worker=)(\\d+)");

  /// At least two of everything that may be missing for a while. Streams last seconds, so that a
  /// blow hits dozens of them.
  public static final Layout USUAL =
      new Layout("edge=2,dispatcher=2,worker=3,ledger=1", Map.of(), Set.of());

  /// Enough of everything for the cells that notice a missing check.
  public static final Layout SMALL =
      new Layout("edge=1,dispatcher=2,worker=2,ledger=1", Map.of(), Set.of());

  /// The same with at least so many workers.
  public Layout withWorkers(int least) {
    Matcher workers = WORKERS.matcher(topology);
    return new Layout(
        workers.replaceFirst(it -> it.group(1) + Math.max(least, Integer.parseInt(it.group(2)))),
        more,
        smallDisks);
  }

  public Layout withSmallDisks(Set<Component> components) {
    return new Layout(topology, more, components);
  }

  Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("SPEKA_RESTART", "true");
    environment.put("SPEKA_FIXTURES", "true");
    environment.put(
        "SPEKA_MODELS", String.join(",", Asks.CHAT_MODEL, Asks.EMBEDDING_MODEL, Asks.POISON_MODEL));
    environment.put("SPEKA_SIM_TTFT", "100ms");
    environment.put("SPEKA_SIM_ITL", "60ms");
    environment.put("SPEKA_SIM_SLOTS", "64");
    environment.putAll(more);
    return environment;
  }
}
