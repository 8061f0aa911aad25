package online.speka.worker.engine.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import online.speka.worker.engine.Cancellation;
import org.jspecify.annotations.Nullable;

/// One request to an upstream server, from its first byte out to its last byte in. Everything that
/// can go wrong on the way ends as an [UpstreamException].
final class UpstreamCall {

  /// A request that fails this soon was most likely put on a kept connection that the server had
  /// just closed: it is sent once more.
  private static final Duration STALE_WITHIN = Duration.ofMillis(500);

  private final Upstream upstream;
  private final AnswerLimits limits;
  private final Cancellation cancellation;
  private final LongSupplier ticker;
  private final Duration firstByteMax;
  private final long startedNanos;
  private @Nullable TimedBody body;
  private boolean started;
  private long received;

  /// @param firstByteMax from now to the first byte of the answer's body
  UpstreamCall(
      Upstream upstream,
      AnswerLimits limits,
      Cancellation cancellation,
      LongSupplier ticker,
      Duration firstByteMax) {
    this.upstream = upstream;
    this.limits = limits;
    this.cancellation = cancellation;
    this.ticker = ticker;
    this.firstByteMax = firstByteMax;
    this.startedNanos = ticker.getAsLong();
  }

  /// Sends the request and waits for the head of a good answer.
  void open(HttpRequest request, String contentType)
      throws UpstreamException, InterruptedException {
    HttpResponse<TimedBody> response = send(request, true);
    body = response.body();
    cancellation.onCancel(response.body()::close);
    if (response.statusCode() != 200) {
      byte[] error = readError();
      String retryAfter = response.headers().firstValue("retry-after").orElse(null);
      throw new UpstreamException(
          UpstreamErrors.ofStatus(response.statusCode(), error, retryAfter));
    }
    check(response.headers(), contentType);
  }

  private HttpResponse<TimedBody> send(HttpRequest request, boolean again)
      throws UpstreamException, InterruptedException {
    CompletableFuture<HttpResponse<TimedBody>> answer =
        upstream.client().sendAsync(request, _ -> new TimedBody());
    cancellation.onCancel(() -> letGo(answer));
    try {
      return answer.get(leftNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      letGo(answer);
      throw new UpstreamException(
          UpstreamErrors.timedOut("no answer within " + firstByteMax.toMillis() + " ms"));
    } catch (CancellationException e) {
      throw new UpstreamException(UpstreamErrors.cutOff("cancelled"));
    } catch (InterruptedException e) {
      letGo(answer);
      throw e;
    } catch (ExecutionException e) {
      UpstreamProblem problem = ofFailure(e.getCause() == null ? e : e.getCause());
      boolean stale = ticker.getAsLong() - startedNanos < STALE_WITHIN.toNanos();
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

  private void check(HttpHeaders headers, String contentType) throws UpstreamException {
    String encoding = headers.firstValue("content-encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw UpstreamErrors.malformed("content encoding " + encoding + " was not asked for");
    }
    String type = headers.firstValue("content-type").orElse("none").toLowerCase(Locale.ROOT);
    if (!type.startsWith(contentType)) {
      throw notWhatWasAskedFor(type);
    }
  }

  /// Some servers answer an error with status 200 and an error's body.
  private UpstreamException notWhatWasAskedFor(String type) {
    try {
      var error = UpstreamErrors.errorOf(readError());
      if (error.has("message")) {
        return new UpstreamException(UpstreamErrors.ofError(error));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return UpstreamErrors.malformed("content type " + type);
  }

  /// The next bytes; null at the end of the answer.
  @Nullable List<ByteBuffer> next() throws UpstreamException, InterruptedException {
    List<ByteBuffer> buffers = nextUncounted();
    if (buffers != null) {
      for (ByteBuffer buffer : buffers) {
        received += buffer.remaining();
      }
      if (received > limits.answerBytesMax()) {
        throw UpstreamErrors.malformed(
            "the answer is longer than " + limits.answerBytesMax() + " bytes");
      }
    }
    return buffers;
  }

  private @Nullable List<ByteBuffer> nextUncounted()
      throws UpstreamException, InterruptedException {
    TimedBody open = body;
    if (open == null) {
      throw new IllegalStateException("not open");
    }
    try {
      List<ByteBuffer> buffers =
          open.next(started ? upstream.spec().idleTimeout() : Duration.ofNanos(leftNanos()));
      started = true;
      return buffers;
    } catch (TimeoutException e) {
      throw new UpstreamException(
          UpstreamErrors.timedOut(
              started
                  ? "silent for " + upstream.spec().idleTimeout().toMillis() + " ms"
                  : "no token within " + firstByteMax.toMillis() + " ms"));
    } catch (IOException e) {
      throw new UpstreamException(UpstreamErrors.cutOff("the answer broke off: " + e.getCause()));
    }
  }

  /// The whole body, up to the bound of an answer.
  byte[] readAll() throws UpstreamException, InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(8 * 1024);
    for (List<ByteBuffer> buffers = next(); buffers != null; buffers = next()) {
      copy(buffers, bytes, Integer.MAX_VALUE);
    }
    return bytes.toByteArray();
  }

  /// As much of an error's body as comes.
  private byte[] readError() throws InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try {
      List<ByteBuffer> buffers = next();
      while (buffers != null && bytes.size() < limits.errorBytesMax()) {
        copy(buffers, bytes, limits.errorBytesMax());
        buffers = next();
      }
    } catch (UpstreamException e) {
      return bytes.toByteArray(); // The status says enough.
    } finally {
      close();
    }
    return bytes.toByteArray();
  }

  private static void copy(List<ByteBuffer> buffers, ByteArrayOutputStream to, int max) {
    for (ByteBuffer buffer : buffers) {
      byte[] bytes = new byte[Math.min(buffer.remaining(), max - to.size())];
      buffer.get(bytes);
      to.writeBytes(bytes);
    }
  }

  private long leftNanos() {
    return Math.max(0, firstByteMax.toNanos() - (ticker.getAsLong() - startedNanos));
  }

  /// The answer is whole; what still comes of its body is of no interest.
  void release() {
    if (body != null) {
      body.release();
    }
  }

  /// Breaks the answer off if it has not ended.
  void close() {
    if (body != null) {
      body.close();
    }
  }
}
