package online.speka.dispatcher.flowcontrol;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import online.speka.contract.outcome.JobEvent;

/// The shards that another process owned before, until everything it can have read is read again.
final class Inheritance {

  private final Set<Shard> unresolved = new HashSet<>();
  private final Map<Shard, Long> ends = new HashMap<>();
  private final PastFacts facts;
  private Instant since = Instant.MAX;

  Inheritance(int factsMax) {
    this.facts = new PastFacts(factsMax);
  }

  void begin(OwnerEvent.Inheriting inheriting) {
    unresolved.addAll(inheriting.shards());
    if (inheriting.since().isBefore(since)) {
      since = inheriting.since();
    }
  }

  void complete(Legacy legacy) {
    unresolved.removeAll(legacy.ends().keySet());
    ends.putAll(legacy.ends());
    facts.addAll(legacy.facts());
  }

  /// Whether nothing may be concluded yet from what is known of the shard's jobs.
  boolean isUnresolved(Shard shard) {
    return unresolved.contains(shard);
  }

  /// Whether a former owner can have read what lies here.
  boolean covers(Position position) {
    Long end = ends.get(position.shard());
    return end != null && position.offset() < end;
  }

  /// A fact about a job that is not here, or not resolved. Remembered while the job may still come.
  boolean note(JobEvent fact) {
    if (unresolved.isEmpty() && ends.isEmpty()) {
      return false;
    }
    facts.add(fact);
    return true;
  }

  PastFacts.Past of(OwnedJob job) {
    return facts.of(job.id());
  }

  /// Not after the first attempt at any job a former owner had begun.
  Instant since() {
    return since;
  }

  /// Everything up to this position has been read again.
  void read(Position position) {
    Long end = ends.get(position.shard());
    if (end != null && position.offset() >= end - 1) {
      ends.remove(position.shard());
      if (ends.isEmpty() && unresolved.isEmpty()) {
        facts.clear();
        since = Instant.MAX;
      }
    }
  }
}
