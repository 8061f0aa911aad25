package online.speka.edge.streaming;

import online.speka.contract.error.ApiError;
import reactor.core.publisher.Flux;

/// How an answer begins; decides the HTTP status.
public sealed interface Opening {

  /// The first bytes of a stream are here.
  ///
  /// @param body for one subscriber; ends with [JobFailedException] if the job fails after its
  ///     first bytes
  record Flowing(Flux<byte[]> body) implements Opening {}

  /// The whole document is here.
  ///
  /// @param length in bytes
  /// @param pieces for one subscriber
  record Whole(long length, Flux<byte[]> pieces) implements Opening {}

  /// The job failed before the client saw anything of it.
  ///
  /// @param begun whether part of its answer had been made
  record Refused(ApiError error, boolean begun) implements Opening {}
}
