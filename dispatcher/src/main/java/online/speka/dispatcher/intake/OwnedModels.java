package online.speka.dispatcher.intake;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.JobId;
import online.speka.dispatcher.flowcontrol.FlowLimits;
import online.speka.dispatcher.flowcontrol.ModelOwner;
import online.speka.dispatcher.flowcontrol.Moment;
import online.speka.dispatcher.flowcontrol.OwnerEvent;
import online.speka.dispatcher.handoff.Performer;
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
  private final Performer performer;
  private final Supplier<Moment> clock;
  private final FleetWatch fleet;
  private final MembershipLease lease;
  private final IntakeMetrics metrics;

  OwnedModels(
      FlowLimits limits,
      Performer performer,
      Supplier<Moment> clock,
      FleetWatch fleet,
      MembershipLease lease,
      IntakeMetrics metrics) {
    this.lease = lease;
    this.limits = limits;
    this.performer = performer;
    this.clock = clock;
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

  void forget(ModelId model) {
    OwnedModel forgotten = models.remove(model);
    if (forgotten != null) {
      metrics.released(forgotten);
    }
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
    LeastLoadedPicker picker = new LeastLoadedPicker(RandomGenerator.of("L64X128MixRandom"));
    ModelOwner owner = new ModelOwner(model, epoch, limits, picker, metrics.of(model));
    if (fleet.isReadable()) {
      var _ = owner.on(new OwnerEvent.FleetSeen(fleet.latest()), clock.get());
    }
    OwnedModel owned =
        new OwnedModel(
            model,
            owner,
            performer,
            clock,
            lease,
            () -> {
              wishesChanged.add(model);
              onWish.run();
            });
    metrics.owned(owned);
    return owned;
  }
}
