package online.speka.edge.responses;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import online.speka.contract.error.ApiError;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/// Response objects, and last events, that no worker has written.
public final class ResponseDocuments {
  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  private ResponseDocuments() {}

  /// A response that has no output.
  ///
  /// @param opening up to the comma before `status`
  public static byte[] without(byte[] opening, String status) {
    return object(opening, "\"" + status + "\",\"error\":null");
  }

  static byte[] failed(byte[] opening, ApiError error) {
    return object(
        opening,
        "\"failed\",\"error\":{\"code\":\""
            + code(error)
            + "\",\"message\":"
            + quoted(error.message())
            + "}");
  }

  private static byte[] object(byte[] opening, String ending) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(opening.length + 160);
    out.writeBytes(opening);
    out.writeBytes("\"status\":".getBytes(US_ASCII));
    out.writeBytes(ending.getBytes(UTF_8));
    out.writeBytes(",\"incomplete_details\":null,\"output\":[],\"usage\":null}".getBytes(US_ASCII));
    return out.toByteArray();
  }

  /// One of the few codes that readers of a response know.
  private static String code(ApiError error) {
    int status = error.reason().status();
    return status == 429 ? "rate_limit_exceeded" : status < 500 ? "invalid_prompt" : "server_error";
  }

  static byte[] errorEvent(ApiError error, long sequence) {
    return ("event: error\ndata: {\"type\":\"error\",\"sequence_number\":"
            + sequence
            + ",\"code\":"
            + quoted(error.reason().code())
            + ",\"message\":"
            + quoted(error.message())
            + ",\"param\":"
            + quoted(error.param())
            + "}\n\n")
        .getBytes(UTF_8);
  }

  static byte[] failedEvent(byte[] opening, ApiError error, long sequence) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(opening.length + 256);
    out.writeBytes(
        ("event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":"
                + sequence
                + ",\"response\":")
            .getBytes(US_ASCII));
    out.writeBytes(failed(opening, error));
    out.writeBytes("}\n\n".getBytes(US_ASCII));
    return out.toByteArray();
  }

  private static String quoted(@Nullable String text) {
    return text == null ? "null" : '"' + new String(ENCODER.quoteAsCharArray(text)) + '"';
  }
}
