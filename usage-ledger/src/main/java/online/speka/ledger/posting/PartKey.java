package online.speka.ledger.posting;

import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;

/// One part of one request.
record PartKey(JobId request, int index) {
  static PartKey of(Job.Part part) {
    return new PartKey(part.request(), part.index());
  }
}
