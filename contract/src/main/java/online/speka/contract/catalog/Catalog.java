package online.speka.contract.catalog;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.Set;

/// Every model this installation serves, in the order of its file.
public final class Catalog {

  /// Most models in one catalog.
  public static final int MODELS_MAX = 1000;

  private final Map<String, ModelSpec> models;

  /// @throws IllegalArgumentException if two models share an id, or topic names that Kafka cannot
  ///     tell apart
  public Catalog(List<ModelSpec> specs) {
    if (specs.size() > MODELS_MAX) {
      throw new IllegalArgumentException("models: at most " + MODELS_MAX + ", not " + specs.size());
    }
    Map<String, ModelSpec> byId = LinkedHashMap.newLinkedHashMap(specs.size());
    Set<String> topics = new HashSet<>();
    for (ModelSpec spec : specs) {
      if (byId.put(spec.id().value(), spec) != null) {
        throw new IllegalArgumentException("models: " + spec.id() + " is listed twice");
      }
      // Kafka's metrics fold '.' into '_' and the broker refuses a topic that differs in nothing
      // else.
      if (!topics.add(spec.id().slug().replace('.', '_'))) {
        throw new IllegalArgumentException(
            "models: " + spec.id() + " has the same topic name as another model");
      }
    }
    this.models = byId;
  }

  /// The model with exactly this id; any text may be asked for.
  public Optional<ModelSpec> find(String id) {
    return Optional.ofNullable(models.get(id));
  }

  public SequencedCollection<ModelSpec> models() {
    return List.copyOf(models.values());
  }
}
