package online.speka.edge.submission;

import online.speka.contract.job.Job;
import reactor.core.publisher.Mono;

/// Writes jobs where they are durable.
public interface JobSubmitter {

  /// Completes when the job is durable; ends with [JobNotAcceptedException] if it may not be. In
  /// that case the job may still turn up, and has to be cancelled.
  ///
  /// @param body the client's bytes; not copied
  Mono<Void> submit(Job job, byte[] body);

  /// Whether a job can be submitted without waiting.
  boolean isUp();
}
