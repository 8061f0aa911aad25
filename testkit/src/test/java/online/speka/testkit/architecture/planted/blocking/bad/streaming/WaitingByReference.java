package online.speka.testkit.architecture.planted.blocking.bad.streaming;

import java.util.function.Function;
import reactor.core.publisher.Flux;

/** Blocks, said differently. */
public class WaitingByReference {
  public Function<Flux<String>, Iterable<String>> tokens() {
    return Flux::toIterable;
  }
}
