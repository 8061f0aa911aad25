package online.speka.worker.engine.llamacpp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;

/// A model's tokens. Thread-safe; good for as long as the model is loaded.
final class Vocabulary {

  /// Room for the text of nearly every token; the few longer ones take a second call.
  private static final int PIECE_BYTES_USUAL = 128;

  private final ModelCalls calls;
  private final MemorySegment vocabulary;
  private final byte[][] pieces;
  private final BitSet ends;
  private final int longestPiece;

  Vocabulary(ModelCalls calls, MemorySegment vocabulary) {
    this.calls = calls;
    this.vocabulary = vocabulary;
    int size = calls.tokenCount(vocabulary);
    this.pieces = new byte[size][];
    this.ends = new BitSet(size);
    int longest = 1;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment room = arena.allocate(PIECE_BYTES_USUAL);
      for (int token = 0; token < size; token++) {
        pieces[token] = readPiece(token, room);
        ends.set(token, calls.isEndOfGeneration(vocabulary, token));
        longest = Math.max(longest, pieces[token].length);
      }
    }
    this.longestPiece = longest;
  }

  private byte[] readPiece(int token, MemorySegment usual) {
    int length = calls.tokenToPiece(vocabulary, token, usual);
    if (length >= 0) {
      return usual.asSlice(0, length).toArray(JAVA_BYTE);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment room = arena.allocate(-length);
      int again = calls.tokenToPiece(vocabulary, token, room);
      return room.asSlice(0, again).toArray(JAVA_BYTE);
    }
  }

  int size() {
    return pieces.length;
  }

  /// The bytes of a token, perhaps only part of a character; none for a control token. Read-only.
  byte[] piece(int token) {
    return pieces[token];
  }

  /// Whether the model says with this token that it is done.
  boolean isEnd(int token) {
    return ends.get(token);
  }

  /// Fewest tokens that a text of so many bytes can have.
  int tokensAtLeast(long bytes) {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, bytes / longestPiece));
  }

  /// The tokens of a text.
  ///
  /// @param first whether the model's opening token is added, if it has one
  /// @param special whether the text of a control token becomes that token; never so for text that
  ///     came from a client, who could otherwise speak in another role's name
  int[] tokenize(String text, boolean first, boolean special) {
    byte[] bytes = text.getBytes(UTF_8);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocateFrom(JAVA_BYTE, bytes);
      // Opening and closing tokens aside, there is at most one token to a byte.
      MemorySegment out = arena.allocate(JAVA_INT, bytes.length + 2L);
      int count = calls.tokenize(vocabulary, in, out, first, special);
      if (count < 0) {
        out = arena.allocate(JAVA_INT, -count);
        count = calls.tokenize(vocabulary, in, out, first, special);
      }
      return Arrays.copyOf(out.toArray(JAVA_INT), count);
    }
  }

  /// For calls that need the vocabulary itself.
  MemorySegment segment() {
    return vocabulary;
  }
}
