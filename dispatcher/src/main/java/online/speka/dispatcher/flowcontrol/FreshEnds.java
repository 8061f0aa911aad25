package online.speka.dispatcher.flowcontrol;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import online.speka.contract.fleet.WorkerId;
import online.speka.dispatcher.workers.Fleet;

/// Jobs that ended a moment ago, with the workers that ended them. A worker writes the outcome, and
/// the answer's last frame after it: if it dies in between, its job is over and its client does not
/// know. Bounded in number and age; what is forgotten is left to the edge's own deadline.
final class FreshEnds {

  /// Longer than a dead worker goes unnoticed.
  private static final Duration KEPT = Duration.ofSeconds(10);

  private static final int JOBS_MAX = 10_000;

  private final Deque<End> ends = new ArrayDeque<>();

  private record End(WorkerId worker, Decision.Reassure reassure, Moment at) {}

  void remember(WorkerId worker, Decision.Reassure reassure, Moment now) {
    forgetOld(now);
    if (ends.size() >= JOBS_MAX) {
      ends.remove();
    }
    ends.add(new End(worker, reassure, now));
  }

  /// The ends that dead workers may have left untold; each is taken once.
  List<Decision.Reassure> takeUntold(Fleet fleet, Moment now) {
    forgetOld(now);
    List<Decision.Reassure> untold = new ArrayList<>(0);
    for (Iterator<End> all = ends.iterator(); all.hasNext(); ) {
      End end = all.next();
      if (fleet.isGone(end.worker())) {
        untold.add(end.reassure());
        all.remove();
      }
    }
    return untold;
  }

  private void forgetOld(Moment now) {
    while (!ends.isEmpty() && now.since(ends.element().at()).compareTo(KEPT) > 0) {
      ends.remove();
    }
  }
}
