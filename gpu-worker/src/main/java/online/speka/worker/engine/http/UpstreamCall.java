package online.speka.worker.engine.http;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import online.speka.worker.engine.Cancellation;
import tools.jackson.databind.JsonNode;

/// One request to an upstream server, from its first byte out to its last byte in. Everything that
/// can go wrong on the way ends as an [UpstreamException].
final class UpstreamCall {

  /// A request that fails this soon was most likely put on a kept connection that the server had
  /// just closed: it is sent once more.
  private static final Duration STALE_WITHIN = Duration.ofMillis(500);

  private static final int OK = 200;

  private final Upstream upstream;
  private final AnswerLimits limits;
  private final Cancellation cancellation;
  private final Countdown firstByte;

  /// @param firstByte to the first byte of the answer's body
  UpstreamCall(
      Upstream upstream, AnswerLimits limits, Cancellation cancellation, Countdown firstByte) {
    this.upstream = upstream;
    this.limits = limits;
    this.cancellation = cancellation;
    this.firstByte = firstByte;
  }

  /// Sends the request and waits for the head of a good answer.
  AnswerReader open(HttpRequest request, String contentType)
      throws UpstreamException, InterruptedException {
    HttpResponse<TimedBody> response = send(request, true);
    cancellation.onCancel(response.body()::close);
    AnswerReader answer =
        new AnswerReader(response.body(), limits, firstByte, upstream.spec().idleTimeout());
    if (response.statusCode() != OK) {
      String retryAfter = response.headers().firstValue("retry-after").orElse(null);
      throw new UpstreamException(
          UpstreamErrors.ofStatus(response.statusCode(), answer.readError(), retryAfter));
    }
    try {
      check(response.headers(), contentType, answer);
    } catch (UpstreamException e) {
      answer.close();
      throw e;
    }
    return answer;
  }

  private HttpResponse<TimedBody> send(HttpRequest request, boolean again)
      throws UpstreamException, InterruptedException {
    CompletableFuture<HttpResponse<TimedBody>> answer =
        upstream.client().sendAsync(request, _ -> new TimedBody());
    cancellation.onCancel(() -> letGo(answer));
    try {
      return answer.get(firstByte.leftNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      letGo(answer);
      throw new UpstreamException(
          UpstreamErrors.timedOut("no answer within " + firstByte.max().toMillis() + " ms"));
    } catch (CancellationException e) {
      throw new UpstreamException(UpstreamErrors.cutOff("cancelled"));
    } catch (InterruptedException e) {
      letGo(answer);
      throw e;
    } catch (ExecutionException e) {
      UpstreamProblem problem = ofFailure(e.getCause() == null ? e : e.getCause());
      boolean stale = firstByte.elapsedNanos() < STALE_WITHIN.toNanos();
      if (again && stale && isBrokenConnection(problem) && !cancellation.isCancelled()) {
        return send(request, false);
      }
      throw new UpstreamException(problem);
    }
  }

  /// Nobody waits for the answer any more; one that comes in this very moment is broken off.
  private static void letGo(CompletableFuture<HttpResponse<TimedBody>> answer) {
    if (!answer.cancel(true)) {
      var _ = answer.thenAccept(response -> response.body().close());
    }
  }

  private static boolean isBrokenConnection(UpstreamProblem problem) {
    return problem instanceof UpstreamProblem.Failed failed
        && failed.detail().startsWith("connection broke");
  }

  private static UpstreamProblem ofFailure(Throwable failure) {
    return switch (failure) {
      case HttpConnectTimeoutException _ -> UpstreamErrors.unreachable("no connection in time");
      case ConnectException _ -> UpstreamErrors.unreachable("connection refused");
      case UnresolvedAddressException _ -> UpstreamErrors.unreachable("unknown host");
      default -> UpstreamErrors.cutOff("connection broke: " + failure);
    };
  }

  private static void check(HttpHeaders headers, String contentType, AnswerReader answer)
      throws UpstreamException, InterruptedException {
    String encoding = headers.firstValue("content-encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw UpstreamErrors.malformed("content encoding " + encoding + " was not asked for");
    }
    String type = headers.firstValue("content-type").orElse("none").toLowerCase(Locale.ROOT);
    if (type.startsWith(contentType)) {
      return;
    }
    // Some servers answer an error with status 200 and an error's body.
    JsonNode error = ErrorBody.find(answer.readError());
    throw error.has("message")
        ? new UpstreamException(UpstreamErrors.ofError(error))
        : UpstreamErrors.malformed("content type " + type);
  }
}
