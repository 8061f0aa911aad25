package online.speka.edge.openai;

import online.speka.contract.error.ApiError;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// What is special about a kind of request, on the way from its job to its client.
interface Manner {
  /// What the client sees of a stream, its failure included.
  Flux<byte[]> events(Flux<byte[]> body);

  /// The client left before the job's end.
  default void left() {}

  /// The job is durable.
  default void submitted() {}

  /// The job failed before the client saw anything of it. The client is told when this completes.
  ///
  /// @param begun whether part of its answer had been made
  default Mono<Void> refused(ApiError error, boolean begun) {
    return Mono.empty();
  }
}
