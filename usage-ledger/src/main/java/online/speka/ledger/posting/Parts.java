package online.speka.ledger.posting;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;

/// What is kept of the requests in parts that a batch has outcomes for, that batch's included.
///
/// @param fresh the parts that had no outcome before this batch
/// @param kept the outcome of every part that has one
/// @param decided the requests whose own outcome was known before this batch
record Parts(Set<PartKey> fresh, Map<PartKey, Outcome> kept, Set<JobId> decided) {

  static final Parts NONE = new Parts(Set.of(), Map.of(), Set.of());

  /// The places in the batch of outcomes that were kept: each the first of its part that is not
  /// void.
  BitSet news(List<JobEvent> events, Voids voids) {
    Set<PartKey> left = new HashSet<>(fresh);
    BitSet news = new BitSet(events.size());
    for (int i = 0; i < events.size(); i++) {
      Job.Part part = events.get(i).job().part();
      if (part != null
          && events.get(i) instanceof Outcome
          && !voids.at(i)
          && left.remove(PartKey.of(part))) {
        news.set(i);
      }
    }
    return news;
  }

  /// The places of those that may decide their request: the last new one of each that is open.
  BitSet deciders(List<JobEvent> events, BitSet news) {
    Map<JobId, Integer> last = new HashMap<>();
    news.stream().forEach(i -> last.put(part(events.get(i)).request(), i));
    BitSet deciders = new BitSet(events.size());
    last.forEach(
        (request, i) -> {
          if (!decided.contains(request)) {
            deciders.set(i);
          }
        });
    return deciders;
  }

  /// Every part of the request that has an outcome.
  Collection<Outcome> of(JobId request) {
    return kept.entrySet().stream()
        .filter(entry -> entry.getKey().request().equals(request))
        .map(Map.Entry::getValue)
        .toList();
  }

  /// The attempt that speaks for this part.
  Attempt speaker(Job.Part part) {
    return Objects.requireNonNull(kept.get(PartKey.of(part))).attempt();
  }

  private static Job.Part part(JobEvent event) {
    return Objects.requireNonNull(event.job().part());
  }
}
