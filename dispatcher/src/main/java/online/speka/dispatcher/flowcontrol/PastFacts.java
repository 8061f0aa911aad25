package online.speka.dispatcher.flowcontrol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/// What the outcomes topic says about jobs that this process has not read yet, told in the order of
/// the topic: an outcome behind its own attempt's failure is void. Bounded: facts of further jobs
/// are counted and dropped, which costs a repeated run and never a lost job.
public final class PastFacts {

  private final int jobsMax;
  private final Map<JobId, Past> past = new HashMap<>();
  private long dropped;

  public PastFacts(int jobsMax) {
    this.jobsMax = jobsMax;
  }

  /// Adding a fact twice is the same as adding it once.
  public void add(JobEvent fact) {
    JobId id = fact.job().id();
    Past known = past.get(id);
    if (known == null && past.size() >= jobsMax) {
      dropped++;
      return;
    }
    past.put(id, (known == null ? Past.NOTHING : known).with(fact));
  }

  /// @param earlier facts that were read from an earlier place in the topic on
  void addAll(PastFacts earlier) {
    earlier.past.forEach(
        (id, theirs) -> {
          Past known = past.get(id);
          if (known == null && past.size() >= jobsMax) {
            dropped++;
          } else {
            past.put(id, known == null ? theirs : theirs.then(known));
          }
        });
    dropped += earlier.dropped;
  }

  Past of(JobId job) {
    return past.getOrDefault(job, Past.NOTHING);
  }

  void clear() {
    past.clear();
  }

  /// Jobs whose facts are known.
  public int size() {
    return past.size();
  }

  /// Facts that did not fit.
  public long dropped() {
    return dropped;
  }

  /// How a job ended.
  record Ended(Attempt attempt, Outcome.Status status, Cause cause) {}

  /// What is known of one job, from facts in the order of their partition.
  ///
  /// @param ends outcomes, one for each attempt, of attempts that had not been said to have failed
  ///     before; the first is the job's
  /// @param failed attempts that count
  /// @param lost those of them that ended with their worker
  /// @param unproven attempts that ended with their worker and do not count
  /// @param free attempts that do not count
  /// @param lastFailure the failure of its newest failed attempt
  record Past(
      List<Ended> ends,
      Set<Attempt> failed,
      Set<Attempt> lost,
      Set<Attempt> unproven,
      Set<Attempt> free,
      @Nullable AttemptFailed lastFailure) {

    static final Past NOTHING = new Past(List.of(), Set.of(), Set.of(), Set.of(), Set.of(), null);

    /// How the job ended; null if it has not.
    @Nullable Ended end() {
      return ends.isEmpty() ? null : ends.getFirst();
    }

    Past with(JobEvent fact) {
      return then(
          switch (fact) {
            case Outcome outcome -> of(outcome);
            case AttemptFailed failure -> of(failure);
          });
    }

    /// What is known with facts that were read later. Of what both have read this has the order.
    Past then(Past later) {
      List<Ended> all = new ArrayList<>(ends);
      later.ends.stream().filter(end -> !knows(end.attempt()) && !hasEnd(end)).forEach(all::add);
      return new Past(
          List.copyOf(all),
          union(failed, later.failed),
          union(lost, later.lost),
          union(unproven, later.unproven),
          union(free, later.free),
          newer(lastFailure, later.lastFailure));
    }

    private boolean hasEnd(Ended end) {
      return ends.stream().anyMatch(known -> known.attempt().equals(end.attempt()));
    }

    /// The attempts that were said to have failed.
    Set<Attempt> over() {
      return union(failed, union(unproven, free));
    }

    boolean knows(Attempt attempt) {
      return failed.contains(attempt) || unproven.contains(attempt) || free.contains(attempt);
    }

    /// The tries these facts tell of.
    ///
    /// @param since not after the first of them
    Tries tries(Instant since) {
      int lastNumber = 0;
      for (Attempt attempt : over()) {
        lastNumber = Math.max(lastNumber, attempt.number());
      }
      return new Tries(
          lastNumber,
          failed.size(),
          lost.size(),
          unproven.size(),
          free.size(),
          Set.of(),
          lastNumber == 0 ? null : since);
    }

    private static Past of(Outcome outcome) {
      Ended end = new Ended(outcome.attempt(), outcome.status(), outcome.cause());
      return new Past(List.of(end), Set.of(), Set.of(), Set.of(), Set.of(), null);
    }

    private static Past of(AttemptFailed failure) {
      Set<Attempt> attempt = Set.of(failure.attempt());
      return switch (failure.cause()) {
        case WORKER_DRAINING -> new Past(List.of(), Set.of(), Set.of(), Set.of(), attempt, failure);
        case WORKER_LOST -> new Past(List.of(), attempt, attempt, Set.of(), Set.of(), failure);
        case WORKER_LOST_WITH_OTHERS ->
            new Past(List.of(), Set.of(), Set.of(), attempt, Set.of(), failure);
        case FINISHED,
            INVALID_REQUEST,
            CLIENT_GONE,
            DEADLINE_PASSED,
            NO_WORKER,
            QUEUE_FULL,
            UPSTREAM_ERROR,
            UPSTREAM_TIMEOUT,
            ENGINE_ERROR,
            CANNOT_CONTINUE ->
            new Past(List.of(), attempt, Set.of(), Set.of(), Set.of(), failure);
      };
    }

    private static @Nullable AttemptFailed newer(
        @Nullable AttemptFailed one, @Nullable AttemptFailed other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return one.attempt().compareTo(other.attempt()) < 0 ? other : one;
    }

    private static Set<Attempt> union(Set<Attempt> one, Set<Attempt> other) {
      if (one.isEmpty() || other.isEmpty()) {
        return one.isEmpty() ? other : one;
      }
      Set<Attempt> both = new HashSet<>(one);
      both.addAll(other);
      return Set.copyOf(both);
    }
  }
}
