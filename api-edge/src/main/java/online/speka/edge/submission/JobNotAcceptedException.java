package online.speka.edge.submission;

/// The broker did not acknowledge a job. Has no stack trace: the cause has the one that matters.
public final class JobNotAcceptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JobNotAcceptedException(String message, Throwable cause) {
    super(message, cause, false, false);
  }
}
