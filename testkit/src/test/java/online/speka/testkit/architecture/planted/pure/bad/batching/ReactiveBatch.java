package online.speka.testkit.architecture.planted.pure.bad.batching;

import reactor.core.publisher.Flux;

/** A decision that knows Reactor. */
public record ReactiveBatch(Flux<String> jobs) {}
