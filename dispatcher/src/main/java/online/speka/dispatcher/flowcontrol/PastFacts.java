package online.speka.dispatcher.flowcontrol;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/// What the outcomes topic says about jobs that this process has not read yet. Bounded: facts of
/// further jobs are counted and dropped, which costs a repeated run and never a lost job.
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

  void addAll(PastFacts other) {
    other.past.forEach(
        (id, theirs) -> {
          Past known = past.get(id);
          if (known == null && past.size() >= jobsMax) {
            dropped++;
          } else {
            past.put(id, known == null ? theirs : known.and(theirs));
          }
        });
    dropped += other.dropped;
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

  /// What is known of one job.
  ///
  /// @param lastFailure the failure of its newest failed attempt
  record Past(
      boolean ended, Set<Attempt> failed, Set<Attempt> free, @Nullable AttemptFailed lastFailure) {

    static final Past NOTHING = new Past(false, Set.of(), Set.of(), null);
    private static final Past ENDED = new Past(true, Set.of(), Set.of(), null);

    Past with(JobEvent fact) {
      return switch (fact) {
        case Outcome _ -> ENDED;
        case AttemptFailed failure -> and(of(failure));
      };
    }

    Past and(Past other) {
      if (ended || other.ended) {
        return ENDED;
      }
      return new Past(
          false,
          union(failed, other.failed),
          union(free, other.free),
          newer(lastFailure, other.lastFailure));
    }

    boolean knows(Attempt attempt) {
      return failed.contains(attempt) || free.contains(attempt);
    }

    /// The tries these facts tell of.
    ///
    /// @param since not after the first of them
    Tries tries(Instant since) {
      int lastNumber = 0;
      for (Attempt attempt : union(failed, free)) {
        lastNumber = Math.max(lastNumber, attempt.number());
      }
      return new Tries(
          lastNumber, failed.size(), free.size(), Set.of(), lastNumber == 0 ? null : since);
    }

    private static Past of(AttemptFailed failure) {
      Set<Attempt> attempt = Set.of(failure.attempt());
      return failure.cause() == Cause.WORKER_DRAINING
          ? new Past(false, Set.of(), attempt, failure)
          : new Past(false, attempt, Set.of(), failure);
    }

    private static @Nullable AttemptFailed newer(
        @Nullable AttemptFailed one, @Nullable AttemptFailed other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return one.attempt().compareTo(other.attempt()) < 0 ? other : one;
    }

    private static Set<Attempt> union(Set<Attempt> one, Set<Attempt> other) {
      Set<Attempt> both = new HashSet<>(one);
      both.addAll(other);
      return Set.copyOf(both);
    }
  }
}
