package online.speka.edge.openai;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.Principal;
import online.speka.edge.auth.Authentication;
import online.speka.edge.auth.Authenticator;
import online.speka.edge.auth.Caller;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/// Every request that no other part of the server claims comes in here: route, method, key, and
/// then the endpoint.
final class OpenAiDoor implements WebHandler {
  private static final int PATH_SHOWN_MAX = 200;
  private static final String RETRY_COUNT = "x-stainless-retry-count";
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final Pattern RETRY = Pattern.compile("[1-9][0-9]{0,3}");

  private final Routes routes;
  private final Authenticator authenticator;
  private final Answers answers;
  private final ApiErrors errors;
  private final RequestMetrics metrics;
  private final Supplier<JobId> ids;

  OpenAiDoor(
      Routes routes,
      Authenticator authenticator,
      Answers answers,
      ApiErrors errors,
      RequestMetrics metrics,
      Supplier<JobId> ids) {
    this.routes = routes;
    this.authenticator = authenticator;
    this.answers = answers;
    this.errors = errors;
    this.metrics = metrics;
    this.ids = ids;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange) {
    return Mono.using(() -> new Call(ids.get(), exchange, metrics), this::serve, Call::close);
  }

  /// An answer for a failure outside the door.
  Mono<Void> answer(ServerWebExchange exchange, Throwable failure) {
    if (exchange.getResponse().isCommitted()) {
      return Mono.error(failure);
    }
    return ApiErrors.isClientGone(failure)
        ? Mono.empty()
        : answers.error(new Call(ids.get(), exchange, metrics), errors.of(failure));
  }

  private Mono<Void> serve(Call call) {
    NettyClientConnection.of(call.exchange().getResponse()).begin();
    ServerHttpRequest request = call.exchange().getRequest();
    String path = request.getURI().getRawPath();
    return switch (routes.find(request.getMethod(), path)) {
      case Routes.Match.Nothing _ ->
          answers.error(
              call,
              ApiError.of(
                  ErrorReason.UNKNOWN_URL,
                  "Unknown request URL: " + request.getMethod() + " " + shown(path) + "."));
      case Routes.Match.OtherMethods other -> answers.methodNotAllowed(call, other.allow());
      case Routes.Match.Found(Endpoint endpoint) -> enter(call, endpoint);
    };
  }

  private Mono<Void> enter(Call call, Endpoint endpoint) {
    call.routed(endpoint.operation());
    if (isRetry(call.exchange().getRequest().getHeaders())) {
      metrics.retried(endpoint.operation());
    }
    ServerRequestObservationContext.findCurrent(call.exchange().getAttributes())
        .ifPresent(observed -> observed.setPathPattern(endpoint.pattern()));
    if (endpoint instanceof OpenEndpoint open) {
      return open.handle(call);
    }
    List<String> authorization =
        call.exchange()
            .getRequest()
            .getHeaders()
            .getOrDefault(HttpHeaders.AUTHORIZATION, List.of());
    Authentication authentication =
        authenticator.authenticate(
            authorization, endpoint.asks(), caller(call.exchange().getRequest()));
    return switch (authentication) {
      case Authentication.Refused(ApiError error) -> {
        call.rejected(error.reason());
        yield answers.error(call, error);
      }
      case Authentication.Known(Principal principal) -> {
        call.opened(principal.key());
        yield endpoint.handle(call, principal);
      }
    };
  }

  private static Caller caller(ServerHttpRequest request) {
    InetSocketAddress peer = request.getRemoteAddress();
    return new Caller(
        peer == null ? null : peer.getAddress(),
        request.getHeaders().getOrDefault(FORWARDED_FOR, List.of()));
  }

  /// SDKs number their tries from 0.
  private static boolean isRetry(HttpHeaders headers) {
    String tries = headers.getFirst(RETRY_COUNT);
    return tries != null && RETRY.matcher(tries).matches();
  }

  private static String shown(String path) {
    return path.length() <= PATH_SHOWN_MAX ? path : path.substring(0, PATH_SHOWN_MAX) + "…";
  }
}
