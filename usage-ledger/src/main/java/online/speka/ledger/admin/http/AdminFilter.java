package online.speka.ledger.admin.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import online.speka.ledger.admin.operators.Login;
import online.speka.ledger.admin.operators.OperatorDoor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/// Names every request of the admin port, and lets none of them further but an operator's.
final class AdminFilter extends OncePerRequestFilter {

  static final String OPERATOR = AdminFilter.class.getName() + ".operator";
  static final String REQUEST_ID = AdminFilter.class.getName() + ".requestId";

  private static final Logger LOG = LoggerFactory.getLogger(AdminFilter.class);
  private static final String UNDER = "/admin/";
  private static final int UNAUTHORIZED = 401;

  private final OperatorDoor door;
  private final byte[] document;
  private final JsonMapper json;

  /// @param document the description of the API, which anybody may read
  AdminFilter(OperatorDoor door, byte[] document, JsonMapper json) {
    this.door = door;
    this.document = document;
    this.json = json;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String requestId = "req_" + UUID.randomUUID().toString().replace("-", "");
    response.setHeader("x-request-id", requestId);
    request.setAttribute(REQUEST_ID, requestId);
    if (request.getRequestURI().equals(AdminRoutes.ROOT + "/openapi.json")
        && request.getMethod().equals("GET")) {
      write(response, HttpServletResponse.SC_OK, document);
      return;
    }
    try {
      switch (door.open(request.getRemoteAddr(), request.getHeader(HttpHeaders.AUTHORIZATION))) {
        case Login.In(var operator) -> {
          if (!request.getRequestURI().startsWith(UNDER)) {
            throw AdminException.unknownUrl();
          }
          request.setAttribute(OPERATOR, operator);
          chain.doFilter(request, response);
        }
        case Login.Refused(var why) -> throw AdminException.tokenInvalid(why);
        case Login.Shut(var pause) -> throw AdminException.rateLimited(pause);
      }
    } catch (AdminException e) {
      refuse(request, response, e);
    } catch (org.springframework.dao.DataAccessException e) {
      LOG.atWarn().addKeyValue("why", e.getMessage()).log("Nobody can log in now");
      refuse(request, response, AdminException.unavailable(1));
    }
  }

  private void refuse(
      HttpServletRequest request, HttpServletResponse response, AdminException error)
      throws IOException {
    if (error.status() == UNAUTHORIZED) {
      LOG.atInfo()
          .addKeyValue("address", request.getRemoteAddr())
          .log("Somebody was not let in to the admin API");
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    if (error.retryAfterSeconds() > 0) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Integer.toString(error.retryAfterSeconds()));
    }
    write(response, error.status(), json.writeValueAsBytes(error.envelope()));
  }

  private static void write(HttpServletResponse response, int status, byte[] body)
      throws IOException {
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
