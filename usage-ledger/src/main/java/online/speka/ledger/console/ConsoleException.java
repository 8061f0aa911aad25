package online.speka.ledger.console;

import org.springframework.http.HttpStatus;

/// A question that has no answer, and why.
final class ConsoleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String reason;

  private ConsoleException(HttpStatus status, String reason) {
    super(reason);
    this.status = status;
    this.reason = reason;
  }

  static ConsoleException notFound(String reason) {
    return new ConsoleException(HttpStatus.NOT_FOUND, reason);
  }

  static ConsoleException badRequest(String reason) {
    return new ConsoleException(HttpStatus.BAD_REQUEST, reason);
  }

  /// For whoever asked.
  String reason() {
    return reason;
  }

  HttpStatus status() {
    return status;
  }
}
