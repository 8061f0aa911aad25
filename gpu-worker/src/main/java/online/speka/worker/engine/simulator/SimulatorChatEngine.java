package online.speka.worker.engine.simulator;

import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.worker.engine.AnswerSink;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRun;
import online.speka.worker.rendering.request.InvalidRequestException;

/// Simulates a chat model.
final class SimulatorChatEngine implements Engine {

  private final ModelSpec model;
  private final EngineSpec.Simulator spec;
  private final Surroundings surroundings;
  private final PrefixCache cache;

  SimulatorChatEngine(ModelSpec model, EngineSpec.Simulator spec, Surroundings surroundings) {
    this.model = model;
    this.spec = spec;
    this.surroundings = surroundings;
    this.cache = new PrefixCache(surroundings.cacheBlocksMax());
  }

  @Override
  public boolean ready() {
    return !surroundings.isClosed();
  }

  @Override
  public boolean deterministic() {
    return spec.faults().continues();
  }

  @Override
  public EngineResult run(EngineRun run, AnswerSink sink) throws InterruptedException {
    try {
      AnswerPlan plan = plan(run);
      FaultPlan faults = FaultPlan.of(spec.faults(), run.attempt(), plan.seed());
      return new ChatRun(run, plan, faults, surroundings, cache).run(sink);
    } catch (InvalidRequestException e) {
      return new EngineResult.Rejected(e.error());
    }
  }

  private AnswerPlan plan(EngineRun run) {
    return switch (run.job().target().kind()) {
      case CHAT_COMPLETIONS, RESPONSES ->
          ChatPlan.of(model, spec, run.job().target().kind(), run.body());
      case COMPLETIONS -> CompletionPlan.of(model, run.body());
      case EMBEDDINGS, IMAGE_GENERATIONS ->
          throw new InvalidRequestException(
              ApiError.ofParam(
                  ErrorReason.UNSUPPORTED_VALUE,
                  "This model does not serve this endpoint.",
                  "model"));
    };
  }

  @Override
  public void close() {
    surroundings.close();
  }
}
