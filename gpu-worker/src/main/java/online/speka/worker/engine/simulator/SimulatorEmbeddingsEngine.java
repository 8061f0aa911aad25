package online.speka.worker.engine.simulator;

import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.outcome.Cause;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.AnswerSink;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRun;
import online.speka.worker.engine.simulator.words.Tokenizer;
import online.speka.worker.rendering.EmbeddingsWriter;
import online.speka.worker.rendering.request.EmbeddingsRequest;
import online.speka.worker.rendering.request.Input;
import online.speka.worker.rendering.request.InvalidRequestException;

/// Simulates an embedding model.
final class SimulatorEmbeddingsEngine implements Engine {

  private final ModelSpec model;
  private final EngineSpec.Simulator spec;
  private final Surroundings surroundings;
  private final WordVectors vectors;

  SimulatorEmbeddingsEngine(ModelSpec model, EngineSpec.Simulator spec, Surroundings surroundings) {
    this.model = model;
    this.spec = spec;
    this.surroundings = surroundings;
    this.vectors = new WordVectors(model.id(), spec.embeddingDimensions());
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
      EmbeddingsRequest request = EmbeddingsRequest.parse(run.body());
      int dimensions = vectors.dimensions(request);
      int tokens = 0;
      PromptScan content = new PromptScan();
      for (int i = 0; i < request.inputs().size(); i++) {
        tokens = Math.addExact(tokens, tokens(request, i, content));
      }
      if (FaultPlan.of(spec.faults(), run.attempt(), content.hash()).failsAtOnce()) {
        return broken("fails, as the catalog says");
      }
      return embed(run, request, dimensions, tokens);
    } catch (InvalidRequestException e) {
      return new EngineResult.Rejected(e.error());
    }
  }

  private int tokens(EmbeddingsRequest request, int index, PromptScan content) {
    int tokens =
        switch (request.inputs().get(index)) {
          case Input.Text(String text) -> {
            content.note(text);
            yield Tokenizer.count(text);
          }
          case Input.Tokens(int[] ids) -> {
            content.note(ids.length);
            yield ids.length;
          }
        };
    int most = model.capacity().contextTokens();
    if (tokens > most) {
      throw new InvalidRequestException(
          ApiError.ofParam(
              ErrorReason.CONTEXT_LENGTH_EXCEEDED,
              "This model's maximum context length is "
                  + most
                  + " tokens, however input "
                  + index
                  + " has "
                  + tokens
                  + " tokens. Please reduce its length.",
              "input"));
    }
    return tokens;
  }

  private EngineResult embed(EngineRun run, EmbeddingsRequest request, int dimensions, int tokens)
      throws InterruptedException {
    long wait = surroundings.delays().beforeFirst(tokens);
    if (wait > 0) {
      Waiter.Pace pace = surroundings.waiter().begin(run.cancellation());
      pace.until(pace.now() + wait);
    }
    EmbeddingsWriter writer =
        new EmbeddingsWriter(
            run.job().model().value(), request.encoding(), request.inputs().size(), dimensions);
    for (Input input : request.inputs()) {
      if (run.cancellation().isCancelled()) {
        return new EngineResult.Cancelled(Usage.NONE);
      }
      if (surroundings.isClosed()) {
        return broken("the engine was closed while the job ran");
      }
      writer.add(vectors.vector(input, dimensions));
    }
    Usage usage = Usage.of(tokens, 0);
    return new EngineResult.Completed(writer.finish(usage), usage);
  }

  private static EngineResult broken(String detail) {
    ApiError error = ApiError.of(ErrorReason.UPSTREAM_ERROR, "The model failed to answer.");
    return new EngineResult.Broken(Cause.UPSTREAM_ERROR, error, detail, Usage.NONE);
  }

  @Override
  public void close() {
    surroundings.close();
  }
}
