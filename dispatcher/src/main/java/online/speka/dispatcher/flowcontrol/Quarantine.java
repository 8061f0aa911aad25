package online.speka.dispatcher.flowcontrol;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import online.speka.contract.fleet.WorkerId;
import online.speka.dispatcher.scheduling.Candidate;
import org.jspecify.annotations.Nullable;

/// Where jobs that have seen workers die may start, so that a killer is told from its neighbours.
///
/// One death means nothing: most workers die for reasons of their own, and all their jobs go on
/// anywhere. A job whose next death would be its end shares no worker with another such job, and
/// others stay away from it while they can. If it was not alone all the same when its worker died,
/// it gets one to itself: kept free for it, one job of the model at a time.
final class Quarantine {

  private final JobBook book;
  private final RetryRule retries;
  private @Nullable OwnedJob next;
  private @Nullable WorkerId keptFree;

  Quarantine(JobBook book, RetryRule retries) {
    this.book = book;
    this.retries = retries;
  }

  /// The workers on which the job may start.
  List<Candidate> openTo(OwnedJob job, List<Candidate> candidates) {
    forgetWhoIsGone(candidates);
    if (book.bereft().isEmpty() && next == null && !retries.isSuspect(job)) {
      return candidates;
    }
    if (retries.needsProof(job)) {
      return empty(job, candidates);
    }
    Set<WorkerId> closed = workersOf(retries::needsProof);
    if (keptFree != null) {
      closed.add(keptFree);
    }
    Set<WorkerId> suspicious = workersOf(retries::isSuspect);
    List<Candidate> open = without(closed, candidates);
    List<Candidate> clean = without(suspicious, open);
    return retries.isSuspect(job) || clean.stream().anyMatch(Candidate::isFree) ? clean : open;
  }

  private List<Candidate> empty(OwnedJob job, List<Candidate> candidates) {
    if (next != null && next != job) {
      return List.of();
    }
    List<Candidate> empty = candidates.stream().filter(c -> c.used() == 0).toList();
    if (!empty.isEmpty()) {
      next = null;
      keptFree = null;
      return empty;
    }
    next = job;
    if (keptFree == null) {
      Set<WorkerId> closed = workersOf(retries::needsProof);
      keptFree =
          without(closed, candidates).stream()
              .min(Comparator.comparingInt(Candidate::used))
              .map(Candidate::worker)
              .orElse(null);
    }
    return List.of();
  }

  private void forgetWhoIsGone(List<Candidate> candidates) {
    if (next != null && !(next.state() instanceof JobState.Waiting)) {
      next = null;
      keptFree = null;
    }
    if (keptFree != null && candidates.stream().noneMatch(c -> c.worker().equals(keptFree))) {
      keptFree = null;
    }
  }

  private Set<WorkerId> workersOf(Predicate<OwnedJob> which) {
    Set<WorkerId> workers = new HashSet<>();
    book.bereft().stream()
        .filter(which)
        .forEach(job -> Holding.of(job.state()).ifPresent(held -> workers.add(held.worker())));
    return workers;
  }

  private static List<Candidate> without(Set<WorkerId> workers, List<Candidate> candidates) {
    return candidates.stream().filter(c -> !workers.contains(c.worker())).toList();
  }
}
