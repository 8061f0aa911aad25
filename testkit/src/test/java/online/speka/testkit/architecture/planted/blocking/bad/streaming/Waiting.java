package online.speka.testkit.architecture.planted.blocking.bad.streaming;

import reactor.core.publisher.Mono;

/** Blocks where nobody may. */
public class Waiting {
  public String token(Mono<String> next) {
    return next.block();
  }
}
