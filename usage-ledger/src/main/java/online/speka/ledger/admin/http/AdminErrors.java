package online.speka.ledger.admin.http;

import java.util.Set;
import online.speka.ledger.deadletters.DeadLettersUnavailableException;
import online.speka.ledger.organizations.InvalidFieldException;
import online.speka.ledger.posting.LedgerRefusedException;
import online.speka.ledger.posting.LedgerUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.transaction.TransactionException;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/// Whatever went wrong, as operators see it.
final class AdminErrors {

  private static final Logger LOG = LoggerFactory.getLogger(AdminErrors.class);
  private static final int RETRY_SECONDS = 5;
  private static final int CONFLICT = 409;
  private static final int INTERNAL = 500;

  private AdminErrors() {}

  static ServerResponse response(Throwable thrown, JsonMapper json) {
    return response(thrown, json, Set.of());
  }

  static ServerResponse response(Throwable thrown, JsonMapper json, Set<HttpMethod> allowed) {
    AdminException error = of(thrown);
    ServerResponse.BodyBuilder answer =
        ServerResponse.status(error.status()).contentType(MediaType.APPLICATION_JSON);
    if (!allowed.isEmpty()) {
      answer.allow(allowed);
    }
    if (error.retryAfterSeconds() > 0) {
      answer.header(HttpHeaders.RETRY_AFTER, Integer.toString(error.retryAfterSeconds()));
    }
    if (isInVain(error)) {
      answer.header("x-should-retry", "false");
    }
    return answer.body(json.writeValueAsBytes(error.envelope()));
  }

  /// Clients of the public API's kind try these again by themselves.
  private static boolean isInVain(AdminException error) {
    return error.status() == CONFLICT || error.status() == INTERNAL;
  }

  private static AdminException of(Throwable thrown) {
    return switch (thrown) {
      case AdminException e -> e;
      case InvalidFieldException e ->
          AdminException.invalid(e.field(), String.valueOf(e.getMessage()));
      case LedgerUnavailableException e -> unavailable(e);
      case DeadLettersUnavailableException e -> unavailable(e);
      case DataAccessException e -> unavailable(e);
      case TransactionException e -> unavailable(e);
      case LedgerRefusedException e -> {
        LOG.atWarn().addKeyValue("why", e.getMessage()).log("The database refused a change");
        yield AdminException.conflict("This does not go together with what is there.");
      }
      default -> {
        LOG.atError().setCause(thrown).log("A request of an operator failed");
        yield AdminException.internal();
      }
    };
  }

  private static AdminException unavailable(Exception e) {
    LOG.atWarn().addKeyValue("why", e.getMessage()).log("A request of an operator has to wait");
    return AdminException.unavailable(RETRY_SECONDS);
  }
}
