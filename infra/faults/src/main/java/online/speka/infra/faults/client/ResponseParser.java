package online.speka.infra.faults.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Takes an HTTP/1.1 response apart, wherever the network has cut it. It knows what a broken one
/// looks like: one that stops before its end.
final class ResponseParser {

  static final int LINE_BYTES_MAX = 64 << 10;
  private static final int HEX = 16;

  /// Gets the parts.
  interface Parts {
    void head(int status, List<String> headers);

    void body(String text);
  }

  private enum Place {
    HEAD,
    LENGTH,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    END
  }

  private final Parts parts;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final List<String> head = new ArrayList<>();
  private Place place = Place.HEAD;
  private long left;

  ResponseParser(Parts parts) {
    this.parts = parts;
  }

  boolean isWhole() {
    return place == Place.END;
  }

  /// @throws IllegalArgumentException if this is not HTTP
  void feed(byte[] bytes, int count) {
    int at = 0;
    while (at < count) {
      at =
          switch (place) {
            case LENGTH, CHUNK -> body(bytes, at, count);
            case HEAD, CHUNK_SIZE, CHUNK_END, TRAILER -> line(bytes, at, count);
            case END -> throw new IllegalArgumentException("bytes after the end");
          };
    }
  }

  private int body(byte[] bytes, int at, int count) {
    int length = (int) Math.min(left, count - at);
    left -= length;
    if (left == 0) {
      place = place == Place.CHUNK ? Place.CHUNK_END : Place.END;
    }
    parts.body(new String(bytes, at, length, StandardCharsets.ISO_8859_1));
    return at + length;
  }

  private int line(byte[] bytes, int from, int count) {
    int at = from;
    while (at < count && bytes[at] != '\n') {
      at++;
    }
    line.write(bytes, from, at - from);
    if (line.size() > LINE_BYTES_MAX) {
      throw new IllegalArgumentException("a line longer than " + LINE_BYTES_MAX + " bytes");
    }
    if (at == count) {
      return at;
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    line.reset();
    ended(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    return at + 1;
  }

  private void ended(String text) {
    switch (place) {
      case HEAD -> head(text);
      case CHUNK_SIZE -> {
        left = Long.parseLong(text.strip(), HEX);
        place = left == 0 ? Place.TRAILER : Place.CHUNK;
      }
      case CHUNK_END -> place = Place.CHUNK_SIZE;
      case TRAILER -> place = text.isEmpty() ? Place.END : Place.TRAILER;
      case LENGTH, CHUNK, END -> throw new IllegalStateException("no lines in " + place);
    }
  }

  private void head(String text) {
    if (!text.isEmpty()) {
      head.add(text.toLowerCase(Locale.ROOT));
      return;
    }
    String[] status = head.removeFirst().split(" ", -1);
    if (status.length < 2 || !status[0].startsWith("http/1.")) {
      throw new IllegalArgumentException("not HTTP: " + status[0]);
    }
    if (head.contains("transfer-encoding: chunked")) {
      place = Place.CHUNK_SIZE;
    } else {
      left = length();
      place = left == 0 ? Place.END : Place.LENGTH;
    }
    parts.head(Integer.parseInt(status[1]), List.copyOf(head));
  }

  private long length() {
    String name = "content-length:";
    return head.stream()
        .filter(header -> header.startsWith(name))
        .mapToLong(header -> Long.parseLong(header.substring(name.length()).strip()))
        .findFirst()
        .orElse(0);
  }
}
