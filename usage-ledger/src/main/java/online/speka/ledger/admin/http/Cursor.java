package online.speka.ledger.admin.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Where a piece of a list ended, as clients carry it: opaque, and of no use with another list.
final class Cursor {

  static final int LENGTH_MAX = 1000;

  private static final char SEPARATOR = '\n';

  private Cursor() {}

  static String of(String list, String last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((list + SEPARATOR + last).getBytes(StandardCharsets.UTF_8));
  }

  /// @throws IllegalArgumentException if it is none of this list
  static String read(String list, String cursor) {
    if (cursor.length() <= LENGTH_MAX) {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      if (text.startsWith(list + SEPARATOR) && text.indexOf('\0') < 0) {
        return text.substring(list.length() + 1);
      }
    }
    throw new IllegalArgumentException("is no cursor of this list: take next_cursor of its answer");
  }
}
