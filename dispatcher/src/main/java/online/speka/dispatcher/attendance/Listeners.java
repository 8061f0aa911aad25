package online.speka.dispatcher.attendance;

import java.util.Collection;
import java.util.Set;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;

/// Who waits for what, as all can see it.
interface Listeners {
  /// Those of these edges that hear their channel.
  ///
  /// @throws UnreadableException if that cannot be known now
  Set<EdgeId> hearing(Collection<EdgeId> edges);

  /// Those of these jobs, all of which outlive their client, that some edge attends.
  ///
  /// @throws UnreadableException if that cannot be known now
  Set<JobId> attended(Collection<JobId> jobs);

  /// Cancels a job, wherever it is. What cannot be announced now is announced at the next reading.
  void cancel(Job job);

  /// It cannot be known now who waits.
  final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String what, Throwable cause) {
      super(what, cause);
    }
  }
}
