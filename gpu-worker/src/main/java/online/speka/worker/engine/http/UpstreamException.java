package online.speka.worker.engine.http;

/// Ends the reading of an answer. Never leaves this package.
final class UpstreamException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient UpstreamProblem problem;

  UpstreamException(UpstreamProblem problem) {
    super(null, null, false, false);
    this.problem = problem;
  }

  UpstreamProblem problem() {
    return problem;
  }
}
