package online.speka.worker.running;

import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.outcome.Cause;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.AnswerSink;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls engines. One that dies, in whatever way, must not take its job with it.
final class EngineGuard {

  private static final Logger LOG = LoggerFactory.getLogger(EngineGuard.class);

  private EngineGuard() {}

  static EngineResult run(Engine engine, EngineRun run, AnswerSink sink)
      throws InterruptedException {
    try {
      return engine.run(run, sink);
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable e) { // Out of memory and missing native code included.
      LOG.atError().addKeyValue("jobId", run.job().id()).setCause(e).log("Engine threw");
      return new EngineResult.Broken(
          Cause.ENGINE_ERROR,
          ApiError.of(ErrorReason.INTERNAL, "The model failed."),
          "the engine threw " + e.getClass().getName(),
          Usage.NONE);
    }
  }
}
