package online.speka.dispatcher.flowcontrol;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;

/// A job whose model this process owns, from its reading to its end.
final class OwnedJob {

  /// More than any job's, and few enough that no sum of them overflows.
  private static final long TOKENS_MAX = 1L << 40;

  private final Arrival arrival;
  private final long order;
  private JobState state;
  private Tries tries = Tries.NONE;
  private Set<Attempt> voided = Set.of();

  /// @param order of arrival; a job that is tried again keeps its place
  OwnedJob(Arrival arrival, long order) {
    this.arrival = arrival;
    this.order = order;
    this.state = new JobState.Unresolved(arrival.cancelled());
  }

  Arrival arrival() {
    return arrival;
  }

  Job job() {
    return arrival.job();
  }

  JobId id() {
    return arrival.job().id();
  }

  Lane lane() {
    return arrival.position().shard().lane();
  }

  long order() {
    return order;
  }

  int bytes() {
    return arrival.body().length;
  }

  Instant deadline() {
    return arrival.job().window().deadline();
  }

  /// When it is turned away if it has not started: interactive jobs do not wait for a first start
  /// for as long as their client would. One that has started once only has its deadline.
  Instant startBy(Duration waitMax) {
    Job.Window window = arrival.job().window();
    boolean bounded = lane() == Lane.INTERACTIVE && tries.lastNumber() == 0;
    Instant patience = window.submittedAt().plus(waitMax);
    return bounded && patience.isBefore(window.deadline()) ? patience : window.deadline();
  }

  /// What it may take: the prompt, and the most that may be generated.
  long tokens() {
    Job.Demand demand = arrival.job().demand();
    return Math.min(demand.promptTokens(), TOKENS_MAX)
        + Math.min(demand.outputTokensMax(), TOKENS_MAX);
  }

  JobState state() {
    return state;
  }

  Tries tries() {
    return tries;
  }

  void tries(Tries newer) {
    tries = newer;
  }

  /// Whether the topic has said that this attempt failed: an outcome of it that is read now counts
  /// for nothing.
  boolean isVoid(Attempt attempt) {
    return voided.contains(attempt);
  }

  /// The topic says that these attempts failed. This owner's own word counts when it is read back:
  /// an outcome that stands before it is the job's.
  void voided(Set<Attempt> failed) {
    Set<Attempt> more = new HashSet<>(voided);
    more.addAll(failed);
    voided = Set.copyOf(more);
  }

  /// Moves on. The one place that knows which moves exist.
  void become(JobState next) {
    boolean allowed =
        switch (state) {
          case JobState.Unresolved _ -> true;
          case JobState.Waiting _ ->
              next instanceof JobState.Assigned || next instanceof JobState.Concluding;
          case JobState.Assigned _ -> !(next instanceof JobState.Unresolved);
          case JobState.Suspected _, JobState.Lost _ -> !(next instanceof JobState.Unresolved);
          case JobState.Lingering _ -> next instanceof JobState.Lingering;
          case JobState.Concluding _ -> next instanceof JobState.Concluding;
        };
    if (!allowed) {
      throw new IllegalStateException(
          "job " + id() + " cannot go from " + name(state) + " to " + name(next));
    }
    state = next;
  }

  private static String name(JobState state) {
    return state.getClass().getSimpleName();
  }
}
