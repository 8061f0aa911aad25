package online.speka.edge.joining;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds where values stand in JSON, without reading them. Does not say whether it is JSON: what is
/// not gives wrong stretches or an [UnreadableJsonException], never one outside the bytes.
final class JsonScan {
  private final byte[] bytes;
  private final int end;

  /// @param end the bytes from here on are not looked at
  JsonScan(byte[] bytes, int end) {
    this.bytes = bytes;
    this.end = end;
  }

  /// The elements of an array.
  ///
  /// @param at where it begins
  List<Span> elements(int at) {
    List<Span> elements = new ArrayList<>();
    int next = blank(expect(at, '['));
    if (peek(next) == ']') {
      return elements;
    }
    while (true) {
      Span element = value(next);
      elements.add(element);
      next = blank(element.to());
      if (peek(next) == ']') {
        return elements;
      }
      next = blank(expect(next, ','));
    }
  }

  /// The members of an object, by their names as they are written.
  ///
  /// @param at where it begins
  Map<String, Span> members(int at) {
    Map<String, Span> members = new LinkedHashMap<>();
    int next = blank(expect(at, '{'));
    if (peek(next) == '}') {
      return members;
    }
    while (true) {
      int nameEnd = text(next);
      String name = new String(bytes, next + 1, nameEnd - next - 2, UTF_8);
      Span member = value(blank(expect(blank(nameEnd), ':')));
      members.put(name, member);
      next = blank(member.to());
      if (peek(next) == '}') {
        return members;
      }
      next = blank(expect(next, ','));
    }
  }

  /// Where the value is that begins here.
  Span value(int at) {
    return switch (peek(at)) {
      case '"' -> new Span(at, text(at));
      case '[', '{' -> new Span(at, container(at));
      default -> new Span(at, scalar(at));
    };
  }

  /// The first position from here on that is not blank.
  int blank(int at) {
    int next = at;
    while (next < end && isBlank(bytes[next])) {
      next++;
    }
    return next;
  }

  /// The byte at this position.
  byte peek(int at) {
    if (at >= end) {
      throw new UnreadableJsonException("ends at byte " + end);
    }
    return bytes[at];
  }

  private int expect(int at, char wanted) {
    if (peek(at) != wanted) {
      throw new UnreadableJsonException("no " + wanted + " at byte " + at);
    }
    return at + 1;
  }

  private int text(int at) {
    int next = expect(at, '"');
    while (peek(next) != '"') {
      next += bytes[next] == '\\' ? 2 : 1;
    }
    return next + 1;
  }

  private int container(int at) {
    int depth = 0;
    int next = at;
    do {
      switch (peek(next)) {
        case '[', '{' -> {
          depth++;
          next++;
        }
        case ']', '}' -> {
          depth--;
          next++;
        }
        case '"' -> next = text(next);
        default -> next++;
      }
    } while (depth > 0);
    return next;
  }

  private int scalar(int at) {
    int next = at;
    while (next < end && !isBlank(bytes[next]) && ",]}:".indexOf(bytes[next]) < 0) {
      next++;
    }
    if (next == at) {
      throw new UnreadableJsonException("no value at byte " + at);
    }
    return next;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
