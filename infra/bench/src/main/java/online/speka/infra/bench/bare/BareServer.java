package online.speka.infra.bench.bare;

import io.netty.buffer.Unpooled;
import online.speka.contract.job.JobId;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

/// `GET /streams/<job>` is the job's bytes as they come; `GET /counts` is how much came.
final class BareServer implements AutoCloseable {

  private static final String JOB = "job";
  private static final int NOT_FOUND = 404;

  private final DisposableServer server;

  private BareServer(DisposableServer server) {
    this.server = server;
  }

  static BareServer start(BareStreams streams) {
    return new BareServer(
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .route(
                routes ->
                    routes
                        .get(
                            "/streams/{" + JOB + "}",
                            (request, response) -> stream(streams, request.param(JOB), response))
                        .get(
                            "/counts",
                            (_, response) ->
                                response.sendString(Mono.just(streams.counts().text()))))
            .bindNow());
  }

  /// Reactor Netty flushes when nothing more waits, here as in the edge.
  private static Publisher<Void> stream(
      BareStreams streams, @Nullable String text, HttpServerResponse response) {
    JobId job = JobId.parse(text == null ? "" : text);
    return streams
        .claim(job)
        .map(
            bytes ->
                response
                    .header("content-type", "text/event-stream")
                    .send(bytes.map(Unpooled::wrappedBuffer))
                    .then()
                    .doFinally(_ -> streams.release(job)))
        .orElseGet(() -> response.status(NOT_FOUND).send());
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.disposeNow();
  }
}
