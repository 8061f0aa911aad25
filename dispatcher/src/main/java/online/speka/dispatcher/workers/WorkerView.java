package online.speka.dispatcher.workers;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.fleet.Heartbeat;
import online.speka.contract.fleet.Heartbeat.LoadedModel;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;

/// What a worker last said of itself, ready to be asked.
///
/// @param running every job it holds, with the newest attempt of each
public record WorkerView(
    WorkerId id,
    long beat,
    boolean draining,
    Map<ModelId, LoadedModel> models,
    Map<JobId, Attempt> running) {

  public WorkerView {
    models = Map.copyOf(models);
    running = Map.copyOf(running);
  }

  public static WorkerView of(Heartbeat heartbeat) {
    Map<ModelId, LoadedModel> models = new HashMap<>();
    heartbeat.models().forEach(loaded -> models.put(loaded.model(), loaded));
    Map<JobId, Attempt> running = new HashMap<>();
    heartbeat.running().forEach(job -> running.merge(job.job(), job.attempt(), WorkerView::newer));
    return new WorkerView(
        heartbeat.worker(), heartbeat.beat(), heartbeat.draining(), models, running);
  }

  /// The model, if the worker would start a job of it now.
  public Optional<LoadedModel> takes(ModelId model) {
    return draining
        ? Optional.empty()
        : Optional.ofNullable(models.get(model)).filter(LoadedModel::ready);
  }

  private static Attempt newer(Attempt one, Attempt other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
