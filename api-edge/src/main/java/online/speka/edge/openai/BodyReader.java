package online.speka.edge.openai;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.edge.admission.Place;
import online.speka.edge.validation.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/// Reads a body as bytes: never more than its limit, and never longer than its time.
final class BodyReader {
  private static final String JSON = "application/json";

  private final OpenAiProperties limits;

  BodyReader(OpenAiProperties limits) {
    this.limits = limits;
  }

  /// Ends with [InvalidRequestException] if there is no body that could be read.
  ///
  /// @param place pays for the bytes
  Mono<byte[]> read(ServerWebExchange exchange, Place place) {
    ServerHttpRequest request = exchange.getRequest();
    requireJson(request.getHeaders());
    long length = request.getHeaders().getContentLength();
    long max = limits.bodyMax().toBytes();
    if (length > max) {
      throw tooLarge(max);
    }
    Pieces pieces = new Pieces(place, max, (int) length);
    return request
        .getBody()
        .doOnNext(pieces::add)
        .then(Mono.fromSupplier(pieces::join))
        .timeout(NettyClientConnection.of(exchange.getResponse()).after(limits.bodyTimeout()))
        .onErrorMap(
            TimeoutException.class,
            _ -> invalid(ErrorReason.BAD_REQUEST, "The request body did not arrive in time."));
  }

  /// @throws InvalidRequestException if a body of this length is longer than allowed
  void requireFits(int length) {
    if (length > limits.bodyMax().toBytes()) {
      throw tooLarge(limits.bodyMax().toBytes());
    }
  }

  private static void requireJson(HttpHeaders headers) {
    String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
    int parameters = type == null ? -1 : type.indexOf(';');
    String essence = type == null ? "" : parameters < 0 ? type : type.substring(0, parameters);
    if (!essence.strip().toLowerCase(Locale.ROOT).equals(JSON)) {
      throw invalid(
          ErrorReason.UNSUPPORTED_MEDIA_TYPE, "The Content-Type must be application/json.");
    }
    if (headers.getFirst(HttpHeaders.CONTENT_ENCODING) != null) {
      throw invalid(
          ErrorReason.UNSUPPORTED_MEDIA_TYPE,
          "An encoded request body (Content-Encoding) is not read.");
    }
  }

  private static InvalidRequestException tooLarge(long max) {
    return invalid(
        ErrorReason.REQUEST_TOO_LARGE, "The request body is larger than " + max + " bytes.");
  }

  private static InvalidRequestException invalid(ErrorReason reason, String message) {
    return new InvalidRequestException(ApiError.of(reason, message));
  }

  /// The body so far.
  private static final class Pieces {
    private final Place place;
    private final long max;
    private byte @Nullable [] whole;
    private @Nullable ByteArrayOutputStream growing;
    private int length;

    /// @param announced the length the client announced, or -1
    Pieces(Place place, long max, int announced) {
      this.place = place;
      this.max = max;
      if (announced >= 0) {
        hold(announced);
        whole = new byte[announced];
      }
    }

    void add(DataBuffer piece) {
      try {
        int more = piece.readableByteCount();
        if (length + (long) more > max) {
          throw tooLarge(max);
        }
        if (whole != null) {
          piece.read(whole, length, more);
        } else {
          hold(more);
          if (growing == null) {
            growing = new ByteArrayOutputStream(Math.max(more, 1024));
          }
          byte[] bytes = new byte[more];
          piece.read(bytes);
          growing.writeBytes(bytes);
        }
        length += more;
      } finally {
        DataBufferUtils.release(piece);
      }
    }

    byte[] join() {
      if (whole != null) {
        return whole;
      }
      return growing == null ? new byte[0] : growing.toByteArray();
    }

    private void hold(int bytes) {
      place
          .hold(bytes)
          .ifPresent(
              error -> {
                throw new InvalidRequestException(error);
              });
    }
  }
}
