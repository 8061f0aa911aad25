package online.speka.contract.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;

/// What a worker says of itself, twice a second, into one field of the Redis hash of workers.
///
/// Liveness is judged by [#beat()] changing, on the reader's monotonic clock: no two machines'
/// clocks are compared, and while the reader itself cannot reach Redis nobody is declared dead.
///
/// @param beat counts up from 1
/// @param draining takes no more work and will leave when it has finished
/// @param models what it serves
/// @param running every job it holds, in its inbox or in a slot
public record Heartbeat(
    WorkerId worker, long beat, boolean draining, List<LoadedModel> models, List<Running> running) {

  /// Time between two beats.
  public static final Duration INTERVAL = Duration.ofMillis(500);

  public Heartbeat {
    Objects.requireNonNull(worker);
    models = List.copyOf(models);
    running = List.copyOf(running);
  }

  /// A model on a worker.
  ///
  /// @param slots jobs it can run at the same time
  /// @param ready false while it loads, or while its upstream server cannot be reached
  public record LoadedModel(ModelId model, int slots, boolean ready) {
    public LoadedModel {
      Objects.requireNonNull(model);
      if (slots < 1) {
        throw new IllegalArgumentException("a loaded model has at least one slot");
      }
    }
  }

  /// A job on a worker.
  public record Running(JobId job, Attempt attempt) {
    public Running {
      Objects.requireNonNull(job);
      Objects.requireNonNull(attempt);
    }
  }
}
