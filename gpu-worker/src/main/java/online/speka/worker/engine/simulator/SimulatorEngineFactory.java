package online.speka.worker.engine.simulator;

import java.util.function.LongSupplier;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.ModelSpec;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineFactory;
import online.speka.worker.engine.EngineStartException;

/// Makes simulated engines. Durations of the worker's own settings go before those of the catalog.
final class SimulatorEngineFactory implements EngineFactory {

  private final SimulatorProperties properties;
  private final LongSupplier ticker;

  SimulatorEngineFactory(SimulatorProperties properties, LongSupplier ticker) {
    this.properties = properties;
    this.ticker = ticker;
  }

  @Override
  public boolean supports(ModelSpec spec) {
    return spec.engine() instanceof EngineSpec.Simulator;
  }

  @Override
  public Engine create(ModelSpec model) {
    if (!(model.engine() instanceof EngineSpec.Simulator spec)) {
      throw new EngineStartException(model.id() + " is not a simulated model", null);
    }
    Surroundings surroundings =
        new Surroundings(
            properties.delays(spec),
            properties.prefixCacheTokensMax() / PromptScan.BLOCK_TOKENS,
            closed -> new ParkingWaiter(ticker, closed));
    return switch (model.kind()) {
      case CHAT -> new SimulatorChatEngine(model, spec, surroundings);
      case EMBEDDINGS -> new SimulatorEmbeddingsEngine(model, spec, surroundings);
      case IMAGES -> new SimulatorImagesEngine(model, spec, surroundings);
    };
  }
}
