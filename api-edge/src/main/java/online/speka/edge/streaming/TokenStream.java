package online.speka.edge.streaming;

import reactor.core.publisher.Mono;

/// The answer to one job, as it comes.
public interface TokenStream extends AutoCloseable {

  /// How the answer begins: at the first frame of a stream, at the last of a document.
  Mono<Opening> opening();

  /// Whether the job has come to its end. A client that leaves is not told apart by the server from
  /// one that has read everything; this tells.
  boolean isJobOver();

  /// There was no such job after all: should it turn up, it is cancelled.
  void withdraw();

  /// Whatever the reason, nobody reads any more. A job that is not over is cancelled, down to the
  /// engine, unless it outlives its client.
  @Override
  void close();
}
