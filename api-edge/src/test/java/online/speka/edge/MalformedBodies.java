package online.speka.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bodies as nobody should send them: valid ones, changed at random. */
public final class MalformedBodies {
  private static final int CHANGES_MAX = 3;
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "[]",
          "{}",
          "\"\"",
          "\"x\"",
          "0",
          "-1",
          "1.5",
          "1e999",
          "-1e999",
          "NaN",
          "Infinity",
          "12345678901234567890123",
          "9223372036854775808",
          "1e400000000",
          "-0.0",
          "01",
          "1.",
          "0x1",
          "'x'",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\u0000\"",
          "\"\\x\"",
          "\"\t\"",
          "{\"__proto__\":{\"a\":1}}",
          "[[[[[[1]]]]]]",
          "[null]",
          "[{}]",
          "undefined",
          "\"🚀\"",
          "{\"type\":\"text\"}",
          "[{\"type\":\"text\",\"text\":1}]",
          "//x\n1",
          "/**/1");
  private static final List<String> FIELDS =
      List.of(
          "\"__proto__\":{},",
          "\"constructor\":1,",
          "\"model\":null,",
          "\"model\":\"x\",",
          "\"n\":-1,",
          "\"stream\":\"yes\",",
          "\"\":1,",
          "\"\\u0000\":1,",
          "\"\\ud800\":1,",
          "n:1,",
          "\"stop\":[1],",
          "\"messages\":[],",
          "\"input\":[\"\"],",
          "\"prompt\":[[]],",
          ",");

  private final Random random;
  private final List<byte[]> valid;

  public MalformedBodies(Random random, List<byte[]> valid) {
    this.random = random;
    this.valid = valid;
  }

  public byte[] next() {
    byte[] body = valid.get(random.nextInt(valid.size())).clone();
    for (int i = random.nextInt(CHANGES_MAX); i >= 0; i--) {
      body = changed(body);
    }
    return body;
  }

  private byte[] changed(byte[] body) {
    if (body.length == 0) {
      return body;
    }
    int at = random.nextInt(body.length);
    return switch (random.nextInt(11)) {
      case 0 -> Arrays.copyOf(body, at);
      case 1 -> joined(body, VALUES.get(random.nextInt(VALUES.size())).getBytes(UTF_8));
      case 2 -> inserted(body, at, new byte[] {(byte) random.nextInt(256)});
      case 3 -> inserted(body, at, new byte[random.nextInt(1, 9)]);
      case 4, 5, 6 -> valueReplaced(body, at);
      case 7 -> inserted(body, 1, FIELDS.get(random.nextInt(FIELDS.size())).getBytes(UTF_8));
      case 8 -> nested(body, at);
      case 9 -> byteReplaced(body, at);
      default -> partRepeated(body, at);
    };
  }

  /** Puts another value after the next colon or comma or bracket. */
  private byte[] valueReplaced(byte[] body, int from) {
    String text = new String(body, ISO_8859_1);
    int start = next(text, from, ":[,");
    int end = start < 0 ? -1 : next(text, start + 1, ",]}");
    if (end < 0) {
      return body;
    }
    String value =
        new String(VALUES.get(random.nextInt(VALUES.size())).getBytes(UTF_8), ISO_8859_1);
    return (text.substring(0, start + 1) + value + text.substring(end)).getBytes(ISO_8859_1);
  }

  private static int next(String text, int from, String anyOf) {
    for (int i = from; i < text.length(); i++) {
      if (anyOf.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private byte[] nested(byte[] body, int at) {
    int depth = random.nextInt(1, 5000);
    String open = random.nextBoolean() ? "[" : "{\"a\":";
    String close = open.equals("[") ? "]" : "}";
    boolean closed = random.nextBoolean();
    return inserted(
        body, at, (open.repeat(depth) + "1" + (closed ? close.repeat(depth) : "")).getBytes(UTF_8));
  }

  private byte[] byteReplaced(byte[] body, int at) {
    byte[] changed = body.clone();
    changed[at] = (byte) random.nextInt(256);
    return changed;
  }

  private byte[] partRepeated(byte[] body, int at) {
    return inserted(
        body, at, Arrays.copyOfRange(body, at, Math.min(body.length, at + random.nextInt(1, 60))));
  }

  private static byte[] joined(byte[] one, byte[] other) {
    return inserted(one, one.length, other);
  }

  private static byte[] inserted(byte[] body, int at, byte[] more) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream(body.length + more.length);
    whole.write(body, 0, at);
    whole.writeBytes(more);
    whole.write(body, at, body.length - at);
    return whole.toByteArray();
  }
}
