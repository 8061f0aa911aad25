package online.speka.infra.faults.checker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import online.speka.infra.faults.history.Entry;

/// I10: a process that lived through a cell has not grown beyond bounds.
final class Growth implements Rule {

  /// A heap that was never full may fill up; more than this is not a heap.
  private static final long BYTES_MORE_MAX = 400L << 20;

  private static final long THREADS_MORE_MAX = 200;

  @Override
  public List<Violation> check(Story story) {
    Map<Long, Entry.Sampled> before = new HashMap<>();
    List<Violation> violations = new ArrayList<>();
    for (Entry.Sampled sample : story.samples()) {
      if (!sample.atEnd()) {
        before.put(sample.pid(), sample);
        continue;
      }
      Entry.Sampled first = before.get(sample.pid());
      if (first != null && grew(first, sample)) {
        violations.add(
            new Violation(
                Invariant.I10,
                sample.role() + " " + sample.pid(),
                "from %d MB and %d threads to %d MB and %d threads"
                    .formatted(
                        first.residentBytes() >> 20,
                        first.threads(),
                        sample.residentBytes() >> 20,
                        sample.threads())));
      }
    }
    return violations;
  }

  private static boolean grew(Entry.Sampled before, Entry.Sampled after) {
    return after.residentBytes() - before.residentBytes() > BYTES_MORE_MAX
        || after.threads() - before.threads() > THREADS_MORE_MAX;
  }
}
