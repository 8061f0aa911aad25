package online.speka.ledger.admin.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A request's body, read strictly, and what tells the request from another.
///
/// @param fingerprint SHA-256 over method, path and body
record Request(ObjectNode body, String fingerprint) {

  static final int BODY_BYTES_MAX = 64 * 1024;

  private static final int DEPTH_MAX = 16;

  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  static Request read(ServerRequest request) throws IOException {
    byte[] bytes = bytes(request);
    return new Request(
        parse(request, bytes), fingerprint(request.method().name(), request.path(), bytes));
  }

  private static byte[] bytes(ServerRequest request) throws IOException {
    try (InputStream in = request.servletRequest().getInputStream()) {
      byte[] bytes = in.readNBytes(BODY_BYTES_MAX + 1);
      if (bytes.length > BODY_BYTES_MAX) {
        throw AdminException.tooLarge(BODY_BYTES_MAX);
      }
      return bytes;
    }
  }

  private static ObjectNode parse(ServerRequest request, byte[] bytes) {
    if (bytes.length == 0) {
      return STRICT.createObjectNode();
    }
    MediaType type = request.headers().contentType().orElse(null);
    if (type == null || !type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)) {
      throw AdminException.unsupportedMediaType();
    }
    try {
      if (STRICT.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw AdminException.badRequest("The body is not JSON: " + place(e));
    }
    throw AdminException.badRequest("The body must be a JSON object.");
  }

  /// What is wrong, without a byte of the body: there may be a secret in it.
  private static String place(JacksonException e) {
    return e.getLocation() == null
        ? "it cannot be read."
        : "look at line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ".";
  }

  private static String fingerprint(String method, String path, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((method + ' ' + path + '\n').getBytes(StandardCharsets.UTF_8));
      digest.update(body);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
