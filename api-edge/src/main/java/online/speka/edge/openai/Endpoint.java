package online.speka.edge.openai;

import java.util.Optional;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.principal.Principal;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Mono;

/// One thing the API does.
interface Endpoint {

  HttpMethod method();

  /// The path, with the variable part as `{…}`: for people and metrics.
  String pattern();

  /// What is asked for, in few words: for metrics.
  String operation();

  /// What it asks of models; a key may be limited to some of it. Empty: open to every key.
  default Optional<JobKind> asks() {
    return Optional.empty();
  }

  /// @param path as the client sent it, not decoded
  boolean serves(String path);

  Mono<Void> handle(Call call, Principal principal);
}
