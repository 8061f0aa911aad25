package online.speka.worker.engine.llamacpp;

import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.ModelKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineFactory;
import online.speka.worker.engine.EngineStartException;

/// Makes engines for GGUF models. Touches no native code before a model loads.
final class LlamaCppEngineFactory implements EngineFactory {

  private final LlamaCppProperties properties;
  private final int cores;

  /// @param cores the machine's
  LlamaCppEngineFactory(LlamaCppProperties properties, int cores) {
    this.properties = properties;
    this.cores = cores;
  }

  @Override
  public boolean supports(ModelSpec spec) {
    return spec.engine() instanceof EngineSpec.LlamaCpp && spec.kind() == ModelKind.CHAT;
  }

  @Override
  public Engine create(ModelSpec spec) {
    if (!(spec.engine() instanceof EngineSpec.LlamaCpp settings)) {
      throw new EngineStartException(spec.id() + " is not a llama.cpp model", null);
    }
    ModelFile file =
        new ModelFile(properties.modelDirectory().resolve(settings.file()), settings.sha256());
    file.requireReadable();
    LlamaCppEngine engine = new LlamaCppEngine(spec, file, threads(settings));
    engine.start();
    return engine;
  }

  /// One core is left to everything that is not this model: its thread would wait at every step for
  /// one that shares its core.
  private int threads(EngineSpec.LlamaCpp settings) {
    return settings.threads() > 0 ? settings.threads() : Math.max(1, cores - 1);
  }
}
