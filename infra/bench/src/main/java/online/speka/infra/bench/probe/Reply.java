package online.speka.infra.bench.probe;

import java.nio.charset.StandardCharsets;

/// An answer.
///
/// @param status 0 if there was none
/// @param isReusable whether the connection may be asked again
public record Reply(int status, byte[] body, boolean isReusable) {

  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int HUNDRED = 100;

  /// Nobody answered.
  static final Reply NONE = new Reply(0, new byte[0], false);

  public boolean isAccepted() {
    return status / HUNDRED == OK / HUNDRED;
  }

  public boolean isUnauthorized() {
    return status == UNAUTHORIZED;
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
