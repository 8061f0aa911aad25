package online.speka.ledger.console;

import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/// Errors as the public API writes them: `{"error": {"message", "type", "code"}}`.
@RestControllerAdvice
class ConsoleErrors {

  private static final String RETRY_SECONDS = "5";

  @ExceptionHandler
  ResponseEntity<Envelope> noAnswer(ConsoleException e) {
    return error(
        e.status(),
        e.reason(),
        "invalid_request_error",
        e.status() == HttpStatus.NOT_FOUND ? "not_found" : "invalid_value");
  }

  @ExceptionHandler({NoResourceFoundException.class, NoHandlerFoundException.class})
  ResponseEntity<Envelope> noSuchPage() {
    return error(
        HttpStatus.NOT_FOUND, "There is nothing here.", "invalid_request_error", "unknown_url");
  }

  @ExceptionHandler
  ResponseEntity<Envelope> wrongType(MethodArgumentTypeMismatchException e) {
    return error(
        HttpStatus.BAD_REQUEST,
        e.getName() + " is not of the right form",
        "invalid_request_error",
        "invalid_type");
  }

  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ResponseEntity<Envelope> databaseAway() {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .contentType(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
        .body(
            new Envelope(
                new Envelope.Detail(
                    "The books cannot be read now.", "server_error", "unavailable")));
  }

  private static ResponseEntity<Envelope> error(
      HttpStatus status, String message, String type, String code) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .body(new Envelope(new Envelope.Detail(message, type, code)));
  }

  record Envelope(Detail error) {
    record Detail(String message, String type, String code) {}
  }
}
