package online.speka.worker.publishing;

import java.util.List;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Frame;

/// Where the last frames of a job lie while its outcome is being made durable, so that the job's
/// dispatcher can tell the client if this worker dies in that moment.
public interface KeptEnds {

  /// Longer ends are not kept; such a job's client is told of a failure then.
  int BYTES_MAX = 2 * Frame.BYTES_MAX;

  /// Sends without waiting. What cannot be sent now is not kept.
  void keep(JobId job, List<Frame> end);
}
