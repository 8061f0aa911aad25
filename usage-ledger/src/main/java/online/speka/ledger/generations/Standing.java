package online.speka.ledger.generations;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.wire.Reservation;
import online.speka.ledger.funds.Ended;

/// Reservations that stand, as far as jobs tell: the parts of one request together, until the last
/// of their deadlines.
record Standing(Map<JobId, Entry> entries) {

  Standing {
    entries = Map.copyOf(entries);
  }

  record Entry(TenantId tenant, KeyId key, MicroCredits cost, Instant deadline) {}

  /// @param jobs from several sources: the same one may be there more than once
  static Standing of(Collection<Job> jobs) {
    Map<JobId, Job> distinct = new LinkedHashMap<>();
    jobs.forEach(job -> distinct.putIfAbsent(job.id(), job));
    Map<JobId, Entry> entries = new HashMap<>();
    for (Job job : distinct.values()) {
      entries.merge(Ended.reservationOf(job), entry(job), Standing::together);
    }
    return new Standing(entries);
  }

  private static Entry entry(Job job) {
    return new Entry(
        job.origin().tenant(),
        job.origin().key(),
        clamped(job.demand().reservation().value()),
        job.window().deadline());
  }

  private static Entry together(Entry one, Entry other) {
    return new Entry(
        one.tenant(),
        one.key(),
        clamped(one.cost().value() + other.cost().value()),
        one.deadline().isAfter(other.deadline()) ? one.deadline() : other.deadline());
  }

  /// Two of them never overflow.
  private static MicroCredits clamped(long cost) {
    return new MicroCredits(Math.min(cost, Reservation.AMOUNT_MAX));
  }

  Set<KeyId> keys() {
    return entries.values().stream().map(Entry::key).collect(Collectors.toSet());
  }

  /// Those that have not ended, for each tenant.
  ///
  /// @param funds of the keys; one that has none reserves nothing
  Map<TenantId, List<Reservation>> reservations(
      Set<JobId> decided, Map<KeyId, List<String>> funds) {
    Map<TenantId, List<Reservation>> standing = new HashMap<>();
    entries.forEach(
        (job, entry) -> {
          List<String> of = funds.getOrDefault(entry.key(), List.of());
          if (!of.isEmpty() && !decided.contains(job)) {
            standing
                .computeIfAbsent(entry.tenant(), _ -> new ArrayList<>())
                .add(new Reservation(job, entry.cost(), entry.deadline(), of));
          }
        });
    return standing;
  }
}
