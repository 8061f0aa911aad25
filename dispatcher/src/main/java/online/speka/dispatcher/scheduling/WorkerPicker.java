package online.speka.dispatcher.scheduling;

import java.util.List;
import java.util.Set;
import online.speka.contract.fleet.WorkerId;

/// Chooses the worker for one job.
public interface WorkerPicker {

  /// @param candidates every ready worker of the model, busy ones too
  /// @param avoided workers on which this job has failed before
  Pick pick(List<Candidate> candidates, Set<WorkerId> avoided);
}
