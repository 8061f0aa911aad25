package online.speka.worker.rendering;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// A growing piece of JSON in UTF-8. Its caller writes the punctuation; it writes strings and
/// numbers.
///
/// Not Jackson's generator, for two reasons: a chunk is one string between two constants, so most
/// of a generator's work would be wasted on every token, and a generator refuses half a surrogate
/// pair, which a client may have put into a schema (`"\ud800"` is valid JSON). Here it is written
/// as the escape it came as.
public final class JsonBytes {

  private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);

  /// Most bytes one char of a string can take, as `\u0000`.
  private static final int CHAR_BYTES_MAX = 6;

  private byte[] bytes;
  private int size;

  public JsonBytes(int capacity) {
    this.bytes = new byte[capacity];
  }

  /// Punctuation, keys and other constants; ASCII only.
  @SuppressWarnings("deprecation") // the one copy of Latin-1 chars that allocates nothing
  public JsonBytes raw(String ascii) {
    reserve(ascii.length());
    ascii.getBytes(0, ascii.length(), bytes, size);
    size += ascii.length();
    return this;
  }

  public JsonBytes raw(byte[] json) {
    reserve(json.length);
    System.arraycopy(json, 0, bytes, size, json.length);
    size += json.length;
    return this;
  }

  public JsonBytes raw(JsonBytes other) {
    reserve(other.size);
    System.arraycopy(other.bytes, 0, bytes, size, other.size);
    size += other.size;
    return this;
  }

  public JsonBytes number(long value) {
    return raw(Long.toString(value));
  }

  /// A finite number.
  public JsonBytes number(double value) {
    return raw(Double.toString(value));
  }

  /// A string with its quotes, escaped.
  public JsonBytes quoted(CharSequence text) {
    int length = text.length();
    reserve(length + 2);
    bytes[size++] = '"';
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80 && c >= 0x20 && c != '"' && c != '\\') {
        bytes[size++] = (byte) c;
      } else {
        reserve(length - i + 1 + 2 * CHAR_BYTES_MAX);
        if (Character.isHighSurrogate(c)
            && i + 1 < length
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          supplementary(Character.toCodePoint(c, text.charAt(++i)));
        } else {
          special(c);
        }
      }
    }
    bytes[size++] = '"';
    return this;
  }

  private void special(char c) {
    if (c < 0x80) {
      bytes[size++] = '\\';
      switch (c) {
        case '"', '\\' -> bytes[size++] = (byte) c;
        case '\n' -> bytes[size++] = 'n';
        case '\r' -> bytes[size++] = 'r';
        case '\t' -> bytes[size++] = 't';
        default -> unicode(c);
      }
    } else if (c < 0x800) {
      bytes[size++] = (byte) (0xC0 | (c >> 6));
      bytes[size++] = (byte) (0x80 | (c & 0x3F));
    } else if (Character.isSurrogate(c)) {
      bytes[size++] = '\\';
      unicode(c);
    } else {
      bytes[size++] = (byte) (0xE0 | (c >> 12));
      bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
      bytes[size++] = (byte) (0x80 | (c & 0x3F));
    }
  }

  private void unicode(char c) {
    bytes[size++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[size++] = HEX[(c >> shift) & 0xF];
    }
  }

  private void supplementary(int codePoint) {
    bytes[size++] = (byte) (0xF0 | (codePoint >> 18));
    bytes[size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
    bytes[size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    bytes[size++] = (byte) (0x80 | (codePoint & 0x3F));
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
    }
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /// The JSON as text.
  @Override
  public String toString() {
    return new String(bytes, 0, size, UTF_8);
  }
}
