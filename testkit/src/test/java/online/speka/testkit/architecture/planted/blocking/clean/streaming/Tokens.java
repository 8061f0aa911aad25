package online.speka.testkit.architecture.planted.blocking.clean.streaming;

import reactor.core.publisher.Flux;

/** Never waits. */
public class Tokens {
  public Flux<String> tokens(Flux<String> frames) {
    return frames.map(String::strip);
  }
}
