package online.speka.worker.engine.http;

import java.util.List;

/// Finds the few things in a chunk of a chat stream that matter, without parsing it. Names are
/// looked for with their quotes: inside a JSON string the quotes are escaped, so a model that talks
/// about `"usage"` is not misread.
final class ChunkScan {

  private static final byte[] DONE = Bytes.ascii("[DONE]");
  private static final byte[] ERROR = Bytes.ascii("\"error\"");
  private static final byte[] USAGE = Bytes.ascii("\"usage\"");
  private static final byte[] FINISH_REASON = Bytes.ascii("\"finish_reason\"");

  /// Keys whose values are generated text.
  private static final List<byte[]> TEXTS =
      List.of(
          Bytes.ascii("\"content\""),
          Bytes.ascii("\"reasoning_content\""),
          Bytes.ascii("\"reasoning\""),
          Bytes.ascii("\"arguments\""),
          Bytes.ascii("\"text\""));

  private ChunkScan() {}

  static boolean isDone(SseEvent.Data event) {
    int from = Bytes.skipBlanks(event.bytes(), event.from(), event.to());
    int at = Bytes.indexOf(event.bytes(), DONE, from, event.to());
    return at == from
        && Bytes.skipBlanks(event.bytes(), at + DONE.length, event.to()) == event.to();
  }

  /// Whether it has the outer form of a JSON object.
  static boolean isObject(SseEvent.Data event) {
    byte[] bytes = event.bytes();
    int from = Bytes.skipBlanks(bytes, event.from(), event.to());
    int to = event.to();
    while (to > from && Bytes.isBlank(bytes[to - 1])) {
      to--;
    }
    return to - from >= 2 && bytes[from] == '{' && bytes[to - 1] == '}';
  }

  /// Whether it may say that the server failed; to be confirmed by parsing.
  static boolean mayBeError(SseEvent.Data event) {
    return event.contains(ERROR);
  }

  /// Whether it may carry a usage that is not null; to be confirmed by parsing.
  static boolean mayHaveUsage(SseEvent.Data event) {
    return countValues(event, USAGE, '{') > 0;
  }

  /// How many choices end with this chunk.
  static int finished(SseEvent.Data event) {
    return countValues(event, FINISH_REASON, '"');
  }

  /// Whether tokens were generated for it, as far as one can tell: used only where the server does
  /// not count.
  static boolean hasText(SseEvent.Data event) {
    byte[] bytes = event.bytes();
    for (byte[] key : TEXTS) {
      int value = value(event, key, event.from());
      if (value >= 0 && value + 1 < event.to() && bytes[value] == '"' && bytes[value + 1] != '"') {
        return true;
      }
    }
    return false;
  }

  private static int countValues(SseEvent.Data event, byte[] key, char first) {
    int count = 0;
    int value = value(event, key, event.from());
    while (value >= 0) {
      if (value < event.to() && event.bytes()[value] == first) {
        count++;
      }
      value = value(event, key, value);
    }
    return count;
  }

  /// Where the value of the next such key begins, or −1.
  private static int value(SseEvent.Data event, byte[] key, int from) {
    return value(event.bytes(), key, from, event.to());
  }

  /// The same in any JSON.
  static int value(byte[] bytes, byte[] key, int from, int to) {
    int at = Bytes.indexOf(bytes, key, from, to);
    while (at >= 0) {
      int colon = Bytes.skipBlanks(bytes, at + key.length, to);
      if (colon < to && bytes[colon] == ':') {
        return Bytes.skipBlanks(bytes, colon + 1, to);
      }
      at = Bytes.indexOf(bytes, key, at + key.length, to);
    }
    return -1;
  }

  /// Where the value ends that begins here: a string, an object or an array; `to` if it does not.
  static int valueEnd(byte[] bytes, int from, int to) {
    int depth = 0;
    boolean inString = false;
    for (int at = from; at < to; at++) {
      byte b = bytes[at];
      if (inString) {
        if (b == '\\') {
          at++;
        } else if (b == '"') {
          inString = false;
        }
      } else if (b == '"') {
        inString = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      }
      if (depth == 0 && !inString && (b == '"' || b == '}' || b == ']')) {
        return at + 1;
      }
    }
    return to;
  }
}
