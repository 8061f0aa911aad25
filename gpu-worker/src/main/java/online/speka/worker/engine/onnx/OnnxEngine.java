package online.speka.worker.engine.onnx;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.outcome.Cause;
import online.speka.contract.usage.Usage;
import online.speka.worker.batching.BatchLimits;
import online.speka.worker.engine.AnswerSink;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRun;
import online.speka.worker.engine.onnx.EmbeddingTask.Ending;
import online.speka.worker.rendering.EmbeddingsWriter;
import online.speka.worker.rendering.request.EmbeddingsRequest;
import online.speka.worker.rendering.request.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Embeddings from a model on the class path.
///
/// The whole document is an answer's last bytes, so a run that breaks has shown nothing and can be
/// repeated anywhere. It does not count as deterministic all the same: another worker's processor
/// may round differently.
final class OnnxEngine implements Engine {

  private static final Logger LOG = LoggerFactory.getLogger(OnnxEngine.class);

  private static final ApiError OVERLOADED =
      ApiError.of(ErrorReason.OVERLOADED, "Too many texts wait to be embedded.").retryAfter(1);

  private final ModelSpec spec;
  private final EngineSpec.Onnx settings;
  private final BatchLimits limits;
  private volatile @Nullable Running running;
  private boolean closed;

  private record Running(LoadedModel loaded, InputEncoder encoder, EmbeddingLoop loop) {}

  OnnxEngine(ModelSpec spec, EngineSpec.Onnx settings, BatchLimits limits) {
    this.spec = spec;
    this.settings = settings;
    this.limits = limits;
  }

  /// Begins to load the model, on a thread of its own.
  void start() {
    Thread.ofPlatform().daemon().name("onnx-load-" + spec.id()).start(this::load);
  }

  private void load() {
    try {
      begin(LoadedModel.load(settings.model()));
    } catch (IOException | OrtException | RuntimeException | LinkageError e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("model", spec.id())
          .log("embedding model does not load; its jobs go to other workers");
    }
  }

  private synchronized void begin(LoadedModel loaded) {
    if (closed) {
      loaded.close();
      return;
    }
    running =
        new Running(
            loaded,
            new InputEncoder(loaded.tokenizer(), spec.capacity().contextTokens()),
            new EmbeddingLoop("onnx-" + spec.id(), settings.threads(), limits, loaded::embed));
    LOG.atInfo()
        .addKeyValue("model", spec.id())
        .addKeyValue("dimensions", loaded.model().dimensions())
        .addKeyValue("textsRunTogether", loaded.together())
        .log("embedding model is ready");
  }

  @Override
  public boolean ready() {
    return running != null;
  }

  @Override
  public boolean deterministic() {
    return false;
  }

  @Override
  public EngineResult run(EngineRun run, AnswerSink sink) throws InterruptedException {
    Running now = running;
    if (now == null) {
      return broken("the model is not loaded");
    }
    try {
      EmbeddingsRequest request = EmbeddingsRequest.parse(run.body());
      requireDimensions(request, now.loaded().model().dimensions());
      List<long[]> inputs = now.encoder().encode(request, run.cancellation());
      if (run.cancellation().isCancelled()) {
        return new EngineResult.Cancelled(Usage.NONE);
      }
      return embed(now, run, request, inputs);
    } catch (InvalidRequestException e) {
      return new EngineResult.Rejected(e.error());
    }
  }

  private EngineResult embed(
      Running now, EngineRun run, EmbeddingsRequest request, List<long[]> inputs)
      throws InterruptedException {
    EmbeddingTask task = new EmbeddingTask(inputs);
    if (!now.loop().submit(task)) {
      return broken(OVERLOADED, "too many inputs wait, or the engine is closing");
    }
    run.cancellation().onCancel(() -> now.loop().cancel(task));
    return switch (await(now.loop(), task)) {
      case Ending.Embedded(List<float[]> vectors) -> document(run, request, vectors, inputs);
      case Ending.Cancelled() ->
          new EngineResult.Cancelled(Usage.of(now.loop().tokensDone(task), 0));
      case Ending.Failed(String detail) -> broken(detail);
    };
  }

  private static Ending await(EmbeddingLoop loop, EmbeddingTask task) throws InterruptedException {
    try {
      return task.ending().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a task's end is a value", e);
    } catch (InterruptedException e) {
      loop.cancel(task);
      throw e;
    }
  }

  private static EngineResult document(
      EngineRun run, EmbeddingsRequest request, List<float[]> vectors, List<long[]> inputs) {
    Usage usage = Usage.of(inputs.stream().mapToLong(input -> input.length).sum(), 0);
    EmbeddingsWriter writer =
        new EmbeddingsWriter(
            run.job().model().value(),
            request.encoding(),
            vectors.size(),
            vectors.getFirst().length);
    vectors.forEach(writer::add);
    return new EngineResult.Completed(writer.finish(usage), usage);
  }

  private static void requireDimensions(EmbeddingsRequest request, int dimensions) {
    if (request.dimensions() != null && request.dimensions() != dimensions) {
      throw new InvalidRequestException(
          ApiError.ofParam(
              ErrorReason.UNSUPPORTED_VALUE,
              "This model's vectors have "
                  + dimensions
                  + " dimensions; it cannot make vectors of "
                  + request.dimensions()
                  + ".",
              "dimensions"));
    }
  }

  private static EngineResult broken(String detail) {
    return broken(ApiError.of(ErrorReason.INTERNAL, "The embedding engine failed."), detail);
  }

  private static EngineResult broken(ApiError error, String detail) {
    return new EngineResult.Broken(Cause.ENGINE_ERROR, error, detail, Usage.NONE);
  }

  @Override
  public synchronized void close() {
    closed = true;
    Running now = running;
    running = null;
    if (now != null) {
      now.loop().close();
      now.loaded().close();
    }
  }
}
