package online.speka.dispatcher.flowcontrol;

import java.time.Duration;

/// Every bound of flow control.
///
/// @param inheritedFactsMax most jobs whose facts are remembered while a model is taken over;
///     beyond it a finished job may be run once more, and its second outcome is dropped
public record FlowLimits(
    Retries retries,
    Budget budget,
    QueueLimits queue,
    ReadAheadLimits readAhead,
    Sightings sightings,
    Waits waits,
    int inheritedFactsMax) {

  /// @param attemptsMax attempts of one job that may fail
  /// @param freeMax attempts that may end without counting: a worker that drains, an inbox that was
  ///     lost
  public record Retries(int attemptsMax, int freeMax) {
    public Retries {
      requirePositive("attempts-max", attemptsMax);
      requirePositive("free-retries-max", freeMax);
    }
  }

  /// How many failed attempts of a model are tried again, see [RetryBudget].
  ///
  /// @param perJob what every accepted job adds to the budget
  /// @param initial what is there at the start
  /// @param max most that is saved up, and the deepest debt
  public record Budget(double perJob, double initial, double max) {
    public Budget {
      if (!(perJob >= 0 && initial >= 0 && max >= 1)) {
        throw new IllegalArgumentException(
            "retry-budget: per-job and initial must not be negative, max must be at least 1");
      }
    }
  }

  /// What may wait of interactive jobs; batch jobs wait for as long as they are asked to.
  ///
  /// @param waitMax longest wait for a first start, from the job's acceptance
  /// @param tokensPerSlotMax most tokens (prompts, and the most that may be generated) that wait,
  ///     for every slot of the model; one job may always wait
  public record QueueLimits(Duration waitMax, long tokensPerSlotMax) {
    public QueueLimits {
      if (!waitMax.isPositive()) {
        throw new IllegalArgumentException("queue.wait-max must be positive, not " + waitMax);
      }
      requirePositive("queue.tokens-per-slot-max", tokensPerSlotMax);
    }
  }

  /// How many jobs of one lane are held in memory before they can start. Jobs in slots come on top.
  ///
  /// @param jobsMin also without any worker
  /// @param jobsPerSlot for every slot of the model
  public record ReadAheadLimits(int jobsMin, int jobsPerSlot, int jobsMax, long bytesMax) {
    public ReadAheadLimits {
      requirePositive("read-ahead-jobs-min", jobsMin);
      requirePositive("read-ahead-jobs-per-slot", jobsPerSlot);
      requirePositive("read-ahead-bytes-max", bytesMax);
      if (jobsMax < jobsMin) {
        throw new IllegalArgumentException("read-ahead-jobs-max is below read-ahead-jobs-min");
      }
    }
  }

  /// @param unseenBeatsMax beats of a worker that may pass before an assigned job shows up in them
  /// @param goneBeatsMax beats that may pass between a job's last showing and its outcome
  public record Sightings(int unseenBeatsMax, int goneBeatsMax) {
    public Sightings {
      requirePositive("unseen-beats-max", unseenBeatsMax);
      requirePositive("gone-beats-max", goneBeatsMax);
    }
  }

  /// @param noWorkerMax how long interactive jobs wait while no worker serves the model
  /// @param handoffRetry pause of a model's assignments after an inbox could not be reached
  /// @param concludeRetry wait before an outcome that could not be written is written again
  /// @param observeMax how long an outcome that the broker has acknowledged may take to be read
  /// @param lossWordMax how long a job whose worker is gone waits to read back that its attempt is
  ///     lost
  public record Waits(
      Duration noWorkerMax,
      Duration handoffRetry,
      Duration concludeRetry,
      Duration observeMax,
      Duration lossWordMax) {}

  private static void requirePositive(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1, not " + value);
    }
  }
}
