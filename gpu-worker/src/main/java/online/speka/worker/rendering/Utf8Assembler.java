package online.speka.worker.rendering;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// Turns bytes that arrive in any pieces into text that never ends within a code point.
///
/// What can never become a code point is replaced by U+FFFD at once; what still can is held back,
/// at most three bytes.
public final class Utf8Assembler {

  private static final byte[] NOTHING = {};

  private byte[] held = NOTHING;

  /// The text that is complete with these bytes.
  public String push(byte[] bytes) {
    byte[] all = bytes;
    if (held.length > 0) {
      all = Arrays.copyOf(held, held.length + bytes.length);
      System.arraycopy(bytes, 0, all, held.length, bytes.length);
      held = NOTHING;
    }
    int complete = completeLength(all);
    if (complete < all.length) {
      held = Arrays.copyOfRange(all, complete, all.length);
    }
    return new String(all, 0, complete, UTF_8);
  }

  /// Whether something is held back.
  public boolean isPending() {
    return held.length > 0;
  }

  private static int completeLength(byte[] bytes) {
    int continuations = 0;
    for (int i = bytes.length - 1; i >= 0 && continuations < 4; i--) {
      int b = Byte.toUnsignedInt(bytes[i]);
      if (b >= 0x80 && b < 0xC0) {
        continuations++;
      } else {
        boolean open = continuations + 1 < lengthByLead(b);
        return open ? i : bytes.length;
      }
    }
    return bytes.length;
  }

  private static int lengthByLead(int lead) {
    if (lead >= 0xF8) {
      return 1;
    }
    return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  }
}
