package online.speka.edge.streaming;

import online.speka.contract.job.JobId;

/// Tells dispatchers and workers that nobody waits for a job any more. Never blocks, never fails:
/// an announcement that cannot be made now is made when Redis is back.
public interface Cancellations {

  void announce(JobId job);
}
