package online.speka.worker.engine.simulator;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Which blocks of which prompts have been computed lately. Bounded; what was used longest ago goes
/// first. Shared by the slots of one model.
final class PrefixCache {

  private final int blocksMax;
  private final SequencedMap<Long, Boolean> blocks = new LinkedHashMap<>(16, 0.75f, true);

  PrefixCache(int blocksMax) {
    this.blocksMax = blocksMax;
  }

  /// How many of these blocks, from the first, are there.
  synchronized int cached(long[] prompt) {
    int found = 0;
    while (found < prompt.length && blocks.containsKey(prompt[found])) {
      found++;
    }
    return found;
  }

  synchronized void add(long[] prompt) {
    // Backwards, so that a prompt's end is forgotten before its beginning.
    for (int i = prompt.length - 1; i >= 0; i--) {
      blocks.put(prompt[i], Boolean.TRUE);
      if (blocks.size() > blocksMax) {
        blocks.pollFirstEntry();
      }
    }
  }
}
