package online.speka.worker.engine;

import online.speka.contract.catalog.ModelSpec;

/// Makes the engine of a model. One implementation per kind of engine; the worker chooses by the
/// catalog's [online.speka.contract.catalog.EngineSpec].
public interface EngineFactory {

  /// Whether this factory makes the engine this model asks for.
  boolean supports(ModelSpec spec);

  /// Makes the engine and begins to load it; [Engine#ready()] turns true when that is done.
  ///
  /// @throws EngineStartException if it can never work: a missing file, a wrong checksum
  Engine create(ModelSpec spec);
}
