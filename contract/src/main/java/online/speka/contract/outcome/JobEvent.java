package online.speka.contract.outcome;

import java.time.Instant;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;

/// A fact on the outcomes topic.
public sealed interface JobEvent permits AttemptFailed, Outcome {

  /// The job, as its headers said it.
  Job job();

  Attempt attempt();

  Instant at();
}
