package online.speka.infra.bench.probe;

import java.nio.charset.StandardCharsets;

/// A whole request, written once and sent often.
public final class Ask {

  private final byte[] bytes;

  private Ask(String text) {
    this.bytes = text.getBytes(StandardCharsets.UTF_8);
  }

  /// @param bearer what stands after `Bearer`
  public static Ask get(String path, String bearer) {
    return new Ask(head("GET", path, bearer) + "\r\n");
  }

  public static Ask post(String path, String bearer, String json) {
    return new Ask(
        head("POST", path, bearer)
            + "Content-Type: application/json\r\nContent-Length: "
            + json.getBytes(StandardCharsets.UTF_8).length
            + "\r\n\r\n"
            + json);
  }

  byte[] bytes() {
    return bytes;
  }

  private static String head(String method, String path, String bearer) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
        + bearer
        + "\r\n";
  }
}
