package online.speka.edge.responses;

import java.util.function.Consumer;
import online.speka.contract.error.ApiError;
import online.speka.edge.streaming.JobFailedException;
import reactor.core.publisher.Flux;

/// A response's events on the way to one client.
///
/// @param opening of the response object, for the event that says it failed
/// @param skipped how many events from the beginning the client has seen already
/// @param failed told of a failure
public record ResponseEvents(byte[] opening, long skipped, Consumer<ApiError> failed) {

  /// The events from there on; if the job fails, the last two say so.
  public Flux<byte[]> of(Flux<byte[]> body) {
    return Flux.defer(
        () -> {
          EventCounter counter = new EventCounter(skipped);
          return body.map(counter::pass)
              .onErrorResume(
                  JobFailedException.class,
                  failure -> {
                    failed.accept(failure.error());
                    return Flux.just(counter.failure(opening, failure.error()));
                  })
              .filter(bytes -> bytes.length > 0);
        });
  }

  /// The events of a job that failed before its first.
  public Flux<byte[]> ofFailure(ApiError error) {
    return of(Flux.error(new JobFailedException(error)));
  }
}
