package online.speka.edge.validation;

/// Refuses bytes that a lenient parser would repair in silence: anything but well-formed UTF-8 (RFC
/// 3629), NUL bytes, a byte order mark, and escaped surrogates that are not pairs. The bytes go on
/// to engines as they are, so they must mean the same to every reader.
final class StrictText {

  private StrictText() {}

  /// The position of the first wrong byte, or -1 if there is none.
  static int firstWrong(byte[] bytes) {
    if (bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF) {
      return 0;
    }
    int at = 0;
    while (at < bytes.length) {
      byte b = bytes[at];
      if (b > 0 && b != '\\') {
        at++;
        continue;
      }
      int length = b == '\\' ? escape(bytes, at) : multiByte(bytes, at);
      if (length == 0) {
        return at;
      }
      at += length;
    }
    return -1;
  }

  /// Length of the escape, or 0 if it is half of a surrogate pair. Whether it is an escape that
  /// JSON knows is the parser's business.
  private static int escape(byte[] bytes, int at) {
    if (at + 1 >= bytes.length || bytes[at + 1] != 'u') {
      return at + 1 < bytes.length && bytes[at + 1] > 0 ? 2 : 1;
    }
    int unit = hex4(bytes, at + 2);
    if (unit < 0 || !Character.isSurrogate((char) unit)) {
      return 2;
    }
    boolean pair =
        Character.isHighSurrogate((char) unit)
            && at + 7 < bytes.length
            && bytes[at + 6] == '\\'
            && bytes[at + 7] == 'u'
            && isLowSurrogate(hex4(bytes, at + 8));
    return pair ? 12 : 0;
  }

  private static boolean isLowSurrogate(int unit) {
    return unit >= 0 && Character.isLowSurrogate((char) unit);
  }

  private static int hex4(byte[] bytes, int at) {
    if (at + 4 > bytes.length) {
      return -1;
    }
    int unit = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  /// Length of the character that begins here, or 0 if none does.
  private static int multiByte(byte[] bytes, int at) {
    int lead = bytes[at] & 0xFF;
    int second = at + 1 < bytes.length ? bytes[at + 1] & 0xFF : 0;
    if (lead >= 0xC2 && lead <= 0xDF) {
      return isContinuation(second) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
      // Shortest form only, and no surrogates.
      boolean right =
          isContinuation(second)
              && (lead != 0xE0 || second >= 0xA0)
              && (lead != 0xED || second < 0xA0);
      return right && continues(bytes, at + 2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
      boolean right =
          isContinuation(second)
              && (lead != 0xF0 || second >= 0x90)
              && (lead != 0xF4 || second < 0x90);
      return right && continues(bytes, at + 2) && continues(bytes, at + 3) ? 4 : 0;
    }
    return 0;
  }

  private static boolean continues(byte[] bytes, int at) {
    return at < bytes.length && isContinuation(bytes[at] & 0xFF);
  }

  private static boolean isContinuation(int b) {
    return (b & 0xC0) == 0x80;
  }
}
