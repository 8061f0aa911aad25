package online.speka.worker.engine.onnx;

import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.ModelKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.worker.batching.BatchLimits;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineFactory;
import online.speka.worker.engine.EngineStartException;

/// Makes engines for models on the class path. Touches no native code before a model loads.
final class OnnxEngineFactory implements EngineFactory {

  private final OnnxProperties properties;

  OnnxEngineFactory(OnnxProperties properties) {
    this.properties = properties;
  }

  @Override
  public boolean supports(ModelSpec spec) {
    return spec.engine() instanceof EngineSpec.Onnx && spec.kind() == ModelKind.EMBEDDINGS;
  }

  @Override
  public Engine create(ModelSpec spec) {
    if (!(spec.engine() instanceof EngineSpec.Onnx settings)) {
      throw new EngineStartException(spec.id() + " is not an ONNX model", null);
    }
    requireResource(spec, LoadedModel.modelResource(settings.model()));
    requireResource(spec, LoadedModel.tokenizerResource(settings.model()));
    BatchLimits limits =
        new BatchLimits(
            settings.batchMax(), properties.batchTokensMax(), properties.waitingInputsMax());
    OnnxEngine engine = new OnnxEngine(spec, settings, limits);
    engine.start();
    return engine;
  }

  private static void requireResource(ModelSpec spec, String path) {
    if (OnnxEngineFactory.class.getResource(path) == null) {
      throw new EngineStartException(
          spec.id() + ": onnx.model names no model: " + path + " is not on the worker's class path",
          null);
    }
  }
}
