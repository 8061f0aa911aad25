package online.speka.worker.engine.llamacpp;

import java.util.Optional;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.AnswerSink;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRun;
import online.speka.worker.engine.EngineStartException;
import online.speka.worker.rendering.request.ChatRequest;
import online.speka.worker.rendering.request.CompletionRequest;
import online.speka.worker.rendering.request.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chat with a GGUF model.
///
/// Not deterministic, not even with a seed: what runs beside an answer changes how its numbers are
/// rounded, and so, now and then, a token.
final class LlamaCppEngine implements Engine {

  private static final Logger LOG = LoggerFactory.getLogger(LlamaCppEngine.class);

  private final ModelSpec spec;
  private final ModelFile file;
  private final int threads;
  private final String fingerprint;
  private volatile @Nullable Running running;
  private volatile String notReadyBecause = "the model is loading";
  private boolean closed;

  /// @param loop owns the model
  private record Running(LlamaModel model, DecodeLoop loop) {}

  /// @param threads compute threads, at least 1
  LlamaCppEngine(ModelSpec spec, ModelFile file, int threads) {
    this.spec = spec;
    this.file = file;
    this.threads = threads;
    this.fingerprint = "fp_llama_cpp_" + Integer.toHexString(file.path().getFileName().hashCode());
  }

  /// Begins to load the model, on a thread of its own.
  void start() {
    Thread.ofPlatform().daemon().name("llama-load-" + spec.id()).start(this::load);
  }

  private void load() {
    try {
      file.verifyChecksum();
      begin(LlamaModel.load(LlamaCpp.get(), file.path()));
    } catch (EngineStartException e) {
      notReadyBecause = String.valueOf(e.getMessage());
      LOG.atError()
          .setCause(e.getCause())
          .addKeyValue("model", spec.id())
          .addKeyValue("reason", notReadyBecause)
          .log("chat model does not load; its jobs go to other workers");
    } catch (RuntimeException | InterruptedException e) {
      notReadyBecause = "it does not load: " + e;
      LOG.atError()
          .setCause(e)
          .addKeyValue("model", spec.id())
          .log("chat model does not load; its jobs go to other workers");
    }
  }

  private void begin(LlamaModel model) throws InterruptedException {
    DecodeLoop loop = loop(model);
    try {
      loop.start();
      WarmUp.run(loop, model);
    } catch (EngineStartException | InterruptedException e) {
      loop.close();
      throw e;
    }
    synchronized (this) {
      if (closed) {
        loop.close();
        return;
      }
      running = new Running(model, loop);
    }
    LOG.atInfo()
        .addKeyValue("model", spec.id())
        .addKeyValue("slots", spec.capacity().slots())
        .addKeyValue("threads", threads)
        .log("chat model is ready");
  }

  private DecodeLoop loop(LlamaModel model) {
    int window = spec.capacity().contextTokens();
    try {
      if (window > model.trainedContext()) {
        throw new EngineStartException(
            "context_tokens is "
                + window
                + ", but the model was trained for at most "
                + model.trainedContext(),
            null);
      }
      return new DecodeLoop("llama-" + spec.id(), model, spec.capacity().slots(), window, threads);
    } catch (EngineStartException e) {
      model.close();
      throw e;
    }
  }

  @Override
  public boolean ready() {
    Running now = running;
    return now != null && now.loop().isOpen();
  }

  @Override
  public boolean deterministic() {
    return false;
  }

  @Override
  public EngineResult run(EngineRun run, AnswerSink sink) throws InterruptedException {
    Running now = running;
    if (now == null) {
      return ChatRun.broken(notReadyBecause, Usage.NONE);
    }
    if (run.cancellation().isCancelled()) {
      return new EngineResult.Cancelled(Usage.NONE);
    }
    try {
      Optional<Prepared> prepared = prepared(now.model(), run);
      return prepared.isEmpty()
          ? ChatRun.broken(notReadyBecause, Usage.NONE)
          : new ChatRun(run, sink, now.loop(), now.model().vocabulary(), prepared.get()).answer();
    } catch (InvalidRequestException e) {
      return new EngineResult.Rejected(e.error());
    }
  }

  private Optional<Prepared> prepared(LlamaModel model, EngineRun run) {
    RequestPreparation preparation = new RequestPreparation(spec, model, fingerprint);
    return switch (run.job().target().kind()) {
      case CHAT_COMPLETIONS, RESPONSES ->
          preparation.chat(run.job(), ChatRequest.parse(run.job().target().kind(), run.body()));
      case COMPLETIONS -> preparation.completions(run.job(), CompletionRequest.parse(run.body()));
      case EMBEDDINGS, IMAGE_GENERATIONS ->
          throw new InvalidRequestException(
              ApiError.ofParam(
                  ErrorReason.UNSUPPORTED_VALUE,
                  "This model does not serve this endpoint.",
                  "model"));
    };
  }

  @Override
  public synchronized void close() {
    closed = true;
    Running now = running;
    running = null;
    notReadyBecause = "the engine is closed";
    if (now != null) {
      now.loop().close();
    }
  }
}
