package online.speka.worker.engine.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// Looks for text in bytes without making characters of them.
final class Bytes {

  private Bytes() {}

  static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /// @return the first position at or after `from` where the text stands, or −1
  static int indexOf(byte[] bytes, byte[] text, int from, int to) {
    byte head = text[0];
    int last = to - text.length;
    for (int at = from; at <= last; at++) {
      if (bytes[at] == head && matches(bytes, at, text)) {
        return at;
      }
    }
    return -1;
  }

  static boolean startsWith(byte[] bytes, byte[] text) {
    return bytes.length >= text.length && matches(bytes, 0, text);
  }

  /// The first position at or after `from` that holds no blank; `to` if there is none.
  static int skipBlanks(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && isBlank(bytes[at])) {
      at++;
    }
    return at;
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  private static boolean matches(byte[] bytes, int at, byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (bytes[at + i] != text[i]) {
        return false;
      }
    }
    return true;
  }
}
