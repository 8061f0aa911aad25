package online.speka.infra.bench.probe;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/// Reads answers of HTTP/1.1 one after the other, with a length or in chunks.
final class ReplyReader {

  private static final int LINE_BYTES_MAX = 16 << 10;
  private static final int BODY_BYTES_MAX = 16 << 20;
  private static final int HEADERS_MAX = 100;
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final int STATUS_DIGITS = 3;
  private static final int HEXADECIMAL = 16;

  private final InputStream in;

  /// @param in buffered; it is read byte by byte
  ReplyReader(InputStream in) {
    this.in = in;
  }

  /// What is known once the empty line is read.
  ///
  /// @param length of the body, or [#CHUNKED]
  record Head(int status, int length, boolean closes) {
    static final int CHUNKED = -1;
  }

  Reply read() throws IOException {
    Head head = readHead();
    byte[] body = head.length() == Head.CHUNKED ? chunks() : bytes(head.length());
    return new Reply(head.status(), body, !head.closes());
  }

  Head readHead() throws IOException {
    String first = line();
    int length = 0;
    boolean closes = false;
    for (int header = 0; header < HEADERS_MAX; header++) {
      String line = line();
      if (line.isEmpty()) {
        return new Head(status(first), length, closes);
      }
      int colon = line.indexOf(':');
      String name = line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
      switch (name) {
        case "content-length" -> length = number(value, 10);
        case "transfer-encoding" -> length = Head.CHUNKED;
        case "connection" -> closes = value.equals("close");
        default -> {
          // Nothing that says where the answer ends.
        }
      }
    }
    throw new IOException("more than " + HEADERS_MAX + " headers");
  }

  /// Without its end.
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection was closed in the middle of an answer");
      }
      if (line.length() == LINE_BYTES_MAX) {
        throw new IOException("a line longer than " + LINE_BYTES_MAX + " bytes");
      }
      line.append((char) next);
    }
    int end = line.length();
    return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = size(); size > 0; size = size()) {
      body.writeBytes(bytes(size));
      String _ = line();
      if (body.size() > BODY_BYTES_MAX) {
        throw new IOException("a body longer than " + BODY_BYTES_MAX + " bytes");
      }
    }
    String _ = line();
    return body.toByteArray();
  }

  private int size() throws IOException {
    String line = line();
    int extension = line.indexOf(';');
    return number(extension < 0 ? line : line.substring(0, extension), HEXADECIMAL);
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the connection was closed in the middle of a body");
    }
    return bytes;
  }

  private static int status(String first) throws IOException {
    if (first.length() < STATUS_AT + STATUS_DIGITS) {
      throw new IOException("no status: " + first);
    }
    return number(first.substring(STATUS_AT, STATUS_AT + STATUS_DIGITS), 10);
  }

  private static int number(String text, int radix) throws IOException {
    try {
      int number = Integer.parseInt(text.strip(), radix);
      if (number >= 0 && number <= BODY_BYTES_MAX) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below, together with those that are out of range.
    }
    throw new IOException("not a number that could be: " + text);
  }
}
