package online.speka.worker.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.catalog.ModelSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every model this worker serves, with its engine. A model whose engine cannot start stays listed,
/// never ready, so that operators see it; the others go on.
public final class Engines implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

  private final Map<ModelId, Served> served;

  private Engines(Map<ModelId, Served> served) {
    this.served = served;
  }

  /// A model of this worker.
  public sealed interface Served {
    ModelSpec spec();

    boolean ready();

    /// Has an engine, which may still be loading.
    record Started(ModelSpec spec, Engine engine) implements Served {
      @Override
      public boolean ready() {
        return engine.ready();
      }
    }

    /// Has none and never will in this process.
    record Failed(ModelSpec spec, String reason) implements Served {
      @Override
      public boolean ready() {
        return false;
      }
    }
  }

  /// Starts an engine for each chosen model of the catalog.
  ///
  /// @param chosen ids of the models to serve; empty means all
  /// @throws IllegalArgumentException if a chosen model is not in the catalog
  public static Engines start(
      Catalog catalog, Collection<String> chosen, List<EngineFactory> factories) {
    for (String id : chosen) {
      if (catalog.find(id).isEmpty()) {
        throw new IllegalArgumentException(
            "speka.worker.models: " + id + " is not in the catalog of speka.catalog.file");
      }
    }
    Map<ModelId, Served> served = new LinkedHashMap<>();
    for (ModelSpec spec : catalog.models()) {
      if (chosen.isEmpty() || chosen.contains(spec.id().value())) {
        served.put(spec.id(), start(spec, factories));
      }
    }
    return new Engines(served);
  }

  private static Served start(ModelSpec spec, List<EngineFactory> factories) {
    for (EngineFactory factory : factories) {
      if (factory.supports(spec)) {
        try {
          Served started = new Served.Started(spec, factory.create(spec));
          LOG.atInfo()
              .addKeyValue("model", spec.id())
              .addKeyValue("engine", spec.engine().name())
              .addKeyValue("slots", spec.capacity().slots())
              .log("Engine started");
          return started;
        } catch (EngineStartException e) {
          return failed(spec, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
          LOG.atDebug().addKeyValue("model", spec.id()).setCause(e).log("Engine start threw");
          return failed(spec, e.toString());
        }
      }
    }
    return failed(spec, "this worker has no engine of kind " + spec.engine().name());
  }

  private static Served failed(ModelSpec spec, String reason) {
    LOG.atError()
        .addKeyValue("model", spec.id())
        .addKeyValue("engine", spec.engine().name())
        .addKeyValue("reason", reason)
        .log("Engine cannot start: the model stays not ready on this worker, others go on");
    return new Served.Failed(spec, reason);
  }

  public Optional<Served> find(ModelId model) {
    return Optional.ofNullable(served.get(model));
  }

  public Collection<Served> served() {
    return List.copyOf(served.values());
  }

  @Override
  public void close() {
    for (Served model : served.values()) {
      switch (model) {
        case Served.Started(ModelSpec spec, Engine engine) -> close(spec, engine);
        case Served.Failed _ -> {}
      }
    }
  }

  private static void close(ModelSpec spec, Engine engine) {
    try {
      engine.close();
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("model", spec.id()).setCause(e).log("Engine did not close cleanly");
    }
  }
}
