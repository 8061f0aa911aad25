package online.speka.worker.publishing;

import online.speka.contract.outcome.JobEvent;

/// Makes facts about jobs durable.
public interface OutcomePublisher {

  /// Blocks until the fact is durable.
  ///
  /// @return false if it could not be made durable in the time allowed
  boolean publish(JobEvent event) throws InterruptedException;
}
