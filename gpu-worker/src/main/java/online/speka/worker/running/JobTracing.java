package online.speka.worker.running;

import java.util.Optional;
import online.speka.contract.job.Job;
import online.speka.contract.job.TraceContext;

/// Spans of jobs on this worker.
interface JobTracing {

  JobTracing NONE = _ -> JobSpan.NONE;

  /// Begins the worker's span, a child of the job's.
  JobSpan start(Job job);

  /// The worker's span of one job.
  interface JobSpan {

    JobSpan NONE =
        new JobSpan() {
          @Override
          public Optional<TraceContext> context() {
            return Optional.empty();
          }

          @Override
          public void end(String status, String cause) {}
        };

    /// What upstream servers and the first frame carry; empty if the job is not traced.
    Optional<TraceContext> context();

    void end(String status, String cause);
  }
}
