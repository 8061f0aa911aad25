package online.speka.dispatcher.intake;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.JobId;
import online.speka.dispatcher.flowcontrol.FlowLimits;
import online.speka.dispatcher.flowcontrol.ModelOwner;
import online.speka.dispatcher.flowcontrol.OwnerEvent;
import online.speka.dispatcher.flowcontrol.Shard;
import online.speka.dispatcher.intake.PartitionTracker.Progress;
import online.speka.dispatcher.scheduling.LeastLoadedPicker;
import online.speka.dispatcher.workers.Fleet;
import online.speka.dispatcher.workers.FleetListener;
import online.speka.dispatcher.workers.FleetWatch;
import org.jspecify.annotations.Nullable;

/// The models that this process owns now.
final class OwnedModels implements FleetListener {

  private final Map<ModelId, OwnedModel> models = new ConcurrentHashMap<>();
  private final Set<ModelId> wishesChanged = ConcurrentHashMap.newKeySet();
  private final FlowLimits limits;
  private final Surroundings surroundings;
  private final FleetWatch fleet;
  private final IntakeMetrics metrics;

  OwnedModels(
      FlowLimits limits, Surroundings surroundings, FleetWatch fleet, IntakeMetrics metrics) {
    this.limits = limits;
    this.surroundings = surroundings;
    this.fleet = fleet;
    this.metrics = metrics;
  }

  @Nullable OwnedModel find(ModelId model) {
    return models.get(model);
  }

  Collection<OwnedModel> all() {
    return models.values();
  }

  /// The model, owned from now on if it was not before.
  ///
  /// @param epoch of the attempts it will start
  /// @param onWish called from any thread when a lane that was full has room again
  OwnedModel own(ModelId model, int epoch, Runnable onWish) {
    return models.computeIfAbsent(model, _ -> open(model, epoch, onWish));
  }

  /// Gives shards up.
  ///
  /// @return the last word on each
  Map<Shard, Progress> release(Collection<Shard> shards) {
    Map<ModelId, Set<Shard>> byModel = new HashMap<>();
    shards.forEach(s -> byModel.computeIfAbsent(s.model(), _ -> new HashSet<>()).add(s));
    Map<Shard, Progress> last = new HashMap<>();
    byModel.forEach(
        (id, ofModel) -> {
          OwnedModel model = models.get(id);
          if (model != null) {
            last.putAll(model.release(ofModel));
            if (model.isReleased()) {
              models.remove(id);
              metrics.released(model);
            }
          }
        });
    return last;
  }

  Map<Shard, Progress> releaseAll() {
    return release(models.values().stream().flatMap(m -> m.shards().stream()).toList());
  }

  /// Models some lane of which should be read or no longer be read since this was last asked.
  Set<ModelId> takeChangedWishes() {
    if (wishesChanged.isEmpty()) {
      return Set.of();
    }
    Set<ModelId> changed = Set.copyOf(wishesChanged);
    wishesChanged.removeAll(changed);
    return changed;
  }

  void tell(OwnerEvent event) {
    models.values().forEach(model -> model.on(event));
  }

  void cancelled(JobId job) {
    tell(new OwnerEvent.Cancelled(job));
  }

  @Override
  public void seen(Fleet seen) {
    tell(new OwnerEvent.FleetSeen(seen));
  }

  @Override
  public void unknown() {
    tell(new OwnerEvent.FleetUnknown());
  }

  private OwnedModel open(ModelId model, int epoch, Runnable onWish) {
    LeastLoadedPicker picker = new LeastLoadedPicker(new SplittableRandom());
    ModelOwner owner = new ModelOwner(model, epoch, limits, picker, metrics.of(model));
    if (fleet.isReadable()) {
      var _ = owner.on(new OwnerEvent.FleetSeen(fleet.latest()), surroundings.now());
    }
    OwnedModel owned =
        new OwnedModel(
            model,
            owner,
            surroundings,
            () -> {
              wishesChanged.add(model);
              onWish.run();
            });
    metrics.owned(owned);
    return owned;
  }
}
