package online.speka.infra.faults.stack;

import java.util.Map;
import java.util.TreeMap;

/// How many of each part, and how the simulated models behave.
///
/// @param topology value of `SPEKA_TOPOLOGY`
/// @param more environment
public record Layout(String topology, Map<String, String> more) {

  public Layout {
    more = Map.copyOf(more);
  }

  /// At least two of everything that may be missing for a while. Streams last seconds, so that a
  /// blow hits dozens of them.
  public static final Layout USUAL = new Layout("edge=2,dispatcher=2,worker=3,ledger=1", Map.of());

  /// Enough of everything for the cells that notice a missing check.
  public static final Layout SMALL = new Layout("edge=1,dispatcher=2,worker=2,ledger=1", Map.of());

  Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("SPEKA_RESTART", "true");
    environment.put("SPEKA_FIXTURES", "true");
    environment.put(
        "SPEKA_MODELS", "meta/llama-3.3-70b-instruct,nvidia/llama-3.2-nv-embedqa-1b-v2");
    environment.put("SPEKA_SIM_TTFT", "100ms");
    environment.put("SPEKA_SIM_ITL", "60ms");
    environment.put("SPEKA_SIM_SLOTS", "64");
    environment.putAll(more);
    return environment;
  }
}
