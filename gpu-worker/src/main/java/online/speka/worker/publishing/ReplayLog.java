package online.speka.worker.publishing;

import java.io.IOException;
import java.util.Optional;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Frame;

/// What earlier attempts at a job have brought to its replay log.
public interface ReplayLog {

  /// The last frame of the log, or empty if there is none.
  ///
  /// @throws IOException if it cannot be read now
  Optional<Frame> tail(JobId job) throws IOException, InterruptedException;
}
