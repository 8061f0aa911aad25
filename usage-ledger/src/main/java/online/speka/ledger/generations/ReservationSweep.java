package online.speka.ledger.generations;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.FundsInRedis.Used;
import online.speka.contract.wire.Reservation;
import online.speka.ledger.funds.FundBoardUnavailableException;
import online.speka.ledger.funds.FundUpdate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Ends reservations that nobody ended: of jobs that are billed, and of requests that never became
/// a job because their edge died.
///
/// Looks at those only that are older than any submission may take: their jobs, if there are any,
/// are in Kafka.
final class ReservationSweep {

  private static final Logger LOG = LoggerFactory.getLogger(ReservationSweep.class);

  /// A UUIDv7 begins with the milliseconds of its making.
  private static final int BITS_AFTER_TIME = 16;

  private final Sources sources;
  private final SingleOpener single;
  private final Duration submissionMax;
  private final SweepMetrics metrics;
  private final InstantSource clock;

  /// Those whose jobs were in Kafka. They are not looked for again before their deadlines.
  private final Set<JobId> found = new HashSet<>();

  ReservationSweep(
      Sources sources,
      SingleOpener single,
      Duration submissionMax,
      SweepMetrics metrics,
      InstantSource clock) {
    this.sources = sources;
    this.single = single;
    this.submissionMax = submissionMax;
    this.metrics = metrics;
    this.clock = clock;
  }

  void runOnce() {
    try {
      var _ = single.run(this::sweep);
    } catch (FundBoardUnavailableException | DataAccessException | KafkaAwayException e) {
      LOG.atDebug().setCause(e).log("Reservations are not swept this time");
    }
  }

  private void sweep() {
    long generation = sources.board().generation();
    if (generation == 0) {
      return;
    }
    Map<JobId, Open> old = old(generation, clock.instant());
    found.retainAll(old.keySet());
    int billed = endDecided(old);
    int leaked = hasSuspects(old) ? voidLeaked(old) : 0;
    metrics.swept(billed, leaked);
    if (billed + leaked > 0) {
      LOG.atWarn()
          .addKeyValue("billed", billed)
          .addKeyValue("leaked", leaked)
          .log("Reservations are ended that nobody had ended");
    }
  }

  /// @param deadline until when its edge may wait for it
  private record Open(TenantId tenant, Instant deadline) {}

  private Map<JobId, Open> old(long generation, Instant now) {
    Map<JobId, Open> old = new HashMap<>();
    for (TenantId tenant : sources.levels().tenants()) {
      for (Reservation reservation : sources.board().reservations(generation, tenant)) {
        if (madeAt(reservation.job()).plus(submissionMax).isBefore(now)) {
          old.put(reservation.job(), new Open(tenant, reservation.deadline()));
        }
      }
    }
    return old;
  }

  private static Instant madeAt(JobId job) {
    return Instant.ofEpochMilli(job.value().getMostSignificantBits() >>> BITS_AFTER_TIME);
  }

  /// Takes those from among the open ones that are decided.
  private int endDecided(Map<JobId, Open> open) {
    Map<JobId, Long> decided = sources.levels().decided(open.keySet());
    Map<TenantId, List<Used>> ended = new HashMap<>();
    open.forEach(
        (job, one) -> {
          Long tokens = decided.get(job);
          if (tokens != null) {
            ended.computeIfAbsent(one.tenant(), _ -> new ArrayList<>()).add(new Used(job, tokens));
          }
        });
    var _ =
        sources
            .board()
            .push(
                ended.entrySet().stream()
                    .map(
                        of ->
                            new FundUpdate(
                                of.getKey(),
                                of.getValue(),
                                sources.levels().of(of.getKey()).levels()))
                    .toList());
    open.keySet().removeAll(decided.keySet());
    return decided.size();
  }

  private boolean hasSuspects(Map<JobId, Open> open) {
    Instant now = clock.instant();
    found.removeIf(job -> open.containsKey(job) && open.get(job).deadline().isBefore(now));
    return !found.containsAll(open.keySet());
  }

  /// Asks Kafka first, then the books: an outcome that was on its way between the two is in the
  /// books by then.
  private int voidLeaked(Map<JobId, Open> open) {
    Set<TenantId> tenants =
        open.values().stream().map(Open::tenant).collect(Collectors.toUnmodifiableSet());
    Set<JobId> unfinished = ids(sources.jobs().read(tenants::contains));
    if (!sources.jobs().awaitOutcomes()) {
      return 0;
    }
    unfinished.addAll(ids(sources.open().of(tenants)));
    found.addAll(unfinished);
    found.retainAll(open.keySet());
    Map<TenantId, List<Used>> leaked = new HashMap<>();
    Set<JobId> decided = sources.levels().decided(open.keySet()).keySet();
    open.forEach(
        (job, of) -> {
          if (!unfinished.contains(job) && !decided.contains(job)) {
            leaked.computeIfAbsent(of.tenant(), _ -> new ArrayList<>()).add(new Used(job, 0));
          }
        });
    var _ =
        sources
            .board()
            .push(
                leaked.entrySet().stream()
                    .map(of -> new FundUpdate(of.getKey(), of.getValue(), List.of()))
                    .toList());
    return leaked.values().stream().mapToInt(List::size).sum();
  }

  private static Set<JobId> ids(List<Job> jobs) {
    return new HashSet<>(Standing.of(jobs).entries().keySet());
  }
}
