package online.speka.worker.engine.http;

import online.speka.contract.error.ApiError;
import online.speka.contract.outcome.Cause;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.EngineResult;

/// What went wrong with an upstream server's answer.
sealed interface UpstreamProblem {

  EngineResult toResult(Usage usage);

  /// The request is at fault: no other server would take it.
  record Refused(ApiError error) implements UpstreamProblem {
    @Override
    public EngineResult toResult(Usage usage) {
      return new EngineResult.Rejected(error);
    }
  }

  /// The server is at fault.
  ///
  /// @param unreachable whether it is to be probed before it gets more work
  record Failed(Cause cause, ApiError error, String detail, boolean unreachable)
      implements UpstreamProblem {
    @Override
    public EngineResult toResult(Usage usage) {
      return new EngineResult.Broken(cause, error, detail, usage);
    }
  }
}
