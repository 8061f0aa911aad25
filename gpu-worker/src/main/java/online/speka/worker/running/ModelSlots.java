package online.speka.worker.running;

import java.util.LinkedHashMap;
import java.util.Map;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.catalog.ModelSpec;

/// The slots of every model of this worker.
final class ModelSlots {

  private static final Slots NONE = new Slots(0, 0);

  private final Map<ModelId, Slots> slots = new LinkedHashMap<>();

  ModelSlots(Iterable<ModelSpec> models, int waitingMax) {
    for (ModelSpec model : models) {
      slots.put(model.id(), new Slots(model.capacity().slots(), waitingMax));
    }
  }

  /// The model's slots; none at all if it is not served here.
  Slots of(ModelId model) {
    return slots.getOrDefault(model, NONE);
  }

  Map<ModelId, Slots> all() {
    return Map.copyOf(slots);
  }
}
