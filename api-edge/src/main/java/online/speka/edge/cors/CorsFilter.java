package online.speka.edge.cors;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// Stands before everything that is served, so that errors too can be read by the page.
record CorsFilter(CorsRule rule) implements WebFilter {

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    ServerHttpRequest request = exchange.getRequest();
    ServerHttpResponse response = exchange.getResponse();
    HttpHeaders headers = response.getHeaders();
    if (CorsRule.isPreflight(request.getMethod(), request.getHeaders())) {
      rule.answerPreflight(request.getHeaders(), headers);
      response.setStatusCode(HttpStatus.NO_CONTENT);
      return response.setComplete();
    }
    rule.answer(request.getHeaders(), headers);
    return chain.filter(exchange);
  }
}
