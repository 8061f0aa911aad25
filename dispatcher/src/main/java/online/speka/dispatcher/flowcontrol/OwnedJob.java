package online.speka.dispatcher.flowcontrol;

import java.time.Instant;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;

/// A job whose model this process owns, from its reading to its end.
final class OwnedJob {

  private final Arrival arrival;
  private final long order;
  private JobState state;
  private Tries tries = Tries.NONE;

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

  JobState state() {
    return state;
  }

  Tries tries() {
    return tries;
  }

  void tries(Tries newer) {
    tries = newer;
  }

  /// Moves on. The one place that knows which moves exist.
  void become(JobState next) {
    boolean allowed =
        switch (state) {
          case JobState.Unresolved _ -> true;
          case JobState.Waiting _ ->
              next instanceof JobState.Assigned || next instanceof JobState.Concluding;
          case JobState.Assigned _ -> !(next instanceof JobState.Unresolved);
          case JobState.Suspected _ -> !(next instanceof JobState.Unresolved);
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
