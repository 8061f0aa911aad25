package online.speka.edge.cors;

import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/// What browsers are told. No credentials of the browser's own are ever asked for: keys come in a
/// header that the page sets.
record CorsRule(CorsProperties allowed) {

  boolean isOn() {
    return !allowed.allowedOrigins().isEmpty();
  }

  /// Whether this is a browser's question before the request itself.
  static boolean isPreflight(HttpMethod method, HttpHeaders request) {
    return HttpMethod.OPTIONS.equals(method)
        && request.getOrigin() != null
        && request.getAccessControlRequestMethod() != null;
  }

  /// Adds what a page of this origin may read; nothing if it may not.
  void answer(HttpHeaders request, HttpHeaders answer) {
    answer.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    allowedOrigin(request)
        .ifPresent(
            origin -> {
              answer.setAccessControlAllowOrigin(origin);
              answer.setAccessControlExposeHeaders(allowed.exposedHeaders());
            });
  }

  /// Adds what a page of this origin may send; nothing if it may not.
  void answerPreflight(HttpHeaders request, HttpHeaders answer) {
    answer.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    answer.add(HttpHeaders.VARY, HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    answer.add(HttpHeaders.VARY, HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    allowedOrigin(request)
        .ifPresent(
            origin -> {
              answer.setAccessControlAllowOrigin(origin);
              answer.setAccessControlAllowMethods(
                  allowed.allowedMethods().stream().map(HttpMethod::valueOf).toList());
              answer.setAccessControlAllowHeaders(
                  allowed.allowedHeaders().contains(CorsProperties.ANY)
                      // A literal * would leave out Authorization.
                      ? request.getAccessControlRequestHeaders()
                      : allowed.allowedHeaders());
              answer.setAccessControlMaxAge(allowed.maxAge());
            });
  }

  private Optional<String> allowedOrigin(HttpHeaders request) {
    String origin = request.getOrigin();
    if (origin == null) {
      return Optional.empty();
    }
    if (allowed.allowedOrigins().contains(CorsProperties.ANY)) {
      return Optional.of(CorsProperties.ANY);
    }
    String wanted = origin.toLowerCase(Locale.ROOT);
    return allowed.allowedOrigins().stream()
        .filter(one -> one.toLowerCase(Locale.ROOT).equals(wanted))
        .map(_ -> origin)
        .findFirst();
  }
}
