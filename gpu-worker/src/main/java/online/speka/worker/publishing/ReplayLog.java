package online.speka.worker.publishing;

import java.io.IOException;
import java.util.Optional;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Frame;

/// What earlier attempts at a job have brought to its replay log.
public interface ReplayLog {

  /// The last frame of the log, or empty if there is none.
  ///
  /// @throws IOException if it cannot be read now
  Optional<Frame> tail(JobId job) throws IOException, InterruptedException;

  /// The newest attempt that the log takes entries of: the one that wrote last, or, if the log was
  /// shut behind that, the one after it. Empty if there is no log.
  ///
  /// @throws IOException if it cannot be read now
  Optional<Attempt> newest(JobId job) throws IOException, InterruptedException;
}
