package online.speka.dispatcher.intake;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// The progress of a partition as commit metadata: which offsets above the committed one are
/// unfinished, and up to where the partition has been read.
///
/// ```
/// "1." + base64url, no padding, of
///   varint  seconds since 1970 before which no unfinished job was given to a worker
///   varint  offsets read, counted from the committed one
///   { varint  finished offsets before the run << 1 | (1 if the run is longer than one)
///     [varint  length of the run - 2, if it is longer] } ...   runs of unfinished offsets
/// ```
///
/// The committed offset is the lowest unfinished one, so the first run has nothing before it. Jobs
/// in slots cost about a byte each, the whole queue behind them two or three.
final class OffsetPack {

  /// Longest metadata a broker takes by default (`offset.metadata.max.bytes`).
  static final int LENGTH_MAX = 4096;

  private static final String VERSION = "1.";
  private static final int BYTES_MAX = (LENGTH_MAX - VERSION.length()) / 4 * 3;
  private static final int RUN_BYTES_MAX = 20;
  private static final int UNFINISHED_MAX = 1_000_000;
  private static final long SPAN_MAX = 100_000_000;
  private static final long SECONDS_MAX = 253_402_300_799L; // the end of the year 9999

  private OffsetPack() {}

  /// @param exact whether it says all; if not, some finished offsets are called unfinished
  record Packed(String metadata, boolean exact) {}

  /// @param unfinished in order
  record Unpacked(Instant since, long position, List<Long> unfinished) {}

  /// @param unfinished in order, all below the position; the first one is the committed offset
  static Packed pack(Instant since, long position, Collection<Long> unfinished) {
    ByteBuffer out = ByteBuffer.allocate(BYTES_MAX);
    putVarint(out, Math.max(0, since.getEpochSecond()));
    Iterator<Long> offsets = unfinished.iterator();
    if (!offsets.hasNext()) {
      putVarint(out, 0);
      return new Packed(text(out), true);
    }
    long runStart = offsets.next();
    putVarint(out, position - runStart);
    long done = runStart;
    long runEnd = runStart + 1;
    while (offsets.hasNext()) {
      long next = offsets.next();
      if (next == runEnd) {
        runEnd++;
        continue;
      }
      if (out.remaining() < 2 * RUN_BYTES_MAX) {
        putRun(out, runStart - done, position - runStart);
        return new Packed(text(out), false);
      }
      putRun(out, runStart - done, runEnd - runStart);
      done = runEnd;
      runStart = next;
      runEnd = next + 1;
    }
    putRun(out, runStart - done, runEnd - runStart);
    return new Packed(text(out), true);
  }

  /// What the metadata of a commit says, or empty if it is not of this format.
  static Optional<Unpacked> unpack(long committed, String metadata) {
    if (!metadata.startsWith(VERSION)) {
      return Optional.empty();
    }
    try {
      ByteBuffer in = ByteBuffer.wrap(Base64.getUrlDecoder().decode(metadata.substring(2)));
      long sinceSeconds = getVarint(in);
      long span = getVarint(in);
      if (sinceSeconds > SECONDS_MAX || span < 0 || span > SPAN_MAX) {
        return Optional.empty();
      }
      Instant since = Instant.ofEpochSecond(sinceSeconds);
      long position = committed + span;
      List<Long> unfinished = new ArrayList<>();
      long at = committed;
      while (in.hasRemaining()) {
        long head = getVarint(in);
        long length = (head & 1) == 0 ? 1 : getVarint(in) + 2;
        at += head >>> 1;
        if (length < 1 || unfinished.size() + length > UNFINISHED_MAX || at + length > position) {
          return Optional.empty();
        }
        for (long i = 0; i < length; i++) {
          unfinished.add(at++);
        }
      }
      return Optional.of(new Unpacked(since, position, unfinished));
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private static String text(ByteBuffer out) {
    byte[] bytes = new byte[out.flip().remaining()];
    out.get(bytes);
    return VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void putRun(ByteBuffer out, long finishedBefore, long length) {
    putVarint(out, finishedBefore << 1 | (length > 1 ? 1 : 0));
    if (length > 1) {
      putVarint(out, length - 2);
    }
  }

  private static void putVarint(ByteBuffer out, long value) {
    long rest = value;
    while (rest > 0x7F) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  private static long getVarint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number is too long");
  }
}
