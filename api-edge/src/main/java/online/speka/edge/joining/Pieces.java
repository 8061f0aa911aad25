package online.speka.edge.joining;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Bytes that are written one after the other, in pieces that a socket takes at once.
final class Pieces {
  private static final int PIECE_BYTES = 64 * 1024;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] last = new byte[0];
  private int used;
  private long length;

  void add(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (used == last.length) {
        next(to - at);
      }
      int some = Math.min(to - at, last.length - used);
      System.arraycopy(bytes, at, last, used, some);
      used += some;
      at += some;
    }
    length += to - from;
  }

  void add(long number) {
    byte[] digits = Long.toString(number).getBytes(US_ASCII);
    add(digits, 0, digits.length);
  }

  void add(char ascii) {
    add(new byte[] {(byte) ascii}, 0, 1);
  }

  /// Doubles until the pieces have their size, so that little bytes are little memory.
  private void next(int wanted) {
    if (last.length > 0) {
      full.add(last);
    }
    int grown = Math.max(Math.max(wanted, 512), 2 * last.length);
    last = new byte[Math.min(grown, PIECE_BYTES)];
    used = 0;
  }

  long length() {
    return length;
  }

  List<byte[]> toList() {
    List<byte[]> all = new ArrayList<>(full);
    if (used > 0) {
      all.add(used == last.length ? last : Arrays.copyOf(last, used));
    }
    return all;
  }
}
