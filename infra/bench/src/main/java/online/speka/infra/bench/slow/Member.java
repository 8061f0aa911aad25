package online.speka.infra.bench.slow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;

/// One client of a crowd and its connection, which is read without waiting.
final class Member {

  /// The end that a stream must have.
  private static final String END = "data: [DONE]";

  private static final String STREAM = "HTTP/1.1 200";
  private static final String FIRST_EVENT = "data:";
  private static final int HEAD_BYTES_MAX = 16 << 10;
  private static final int TAIL_BYTES = 64;

  /// Where its bytes come from: as a channel that does not block.
  interface Source {
    /// @return how many, 0 if none are there, negative at the end
    int read(ByteBuffer into) throws IOException;
  }

  /// What it is in the middle of.
  enum State {
    ASKED,
    OPEN,
    ENDED,
    CUT,
    REFUSED
  }

  private final Source source;
  private final StringBuilder text = new StringBuilder();
  private State state = State.ASKED;
  private long bytes;

  Member(Source source) {
    this.source = source;
  }

  State state() {
    return state;
  }

  long bytes() {
    return bytes;
  }

  /// Reads until its stream has begun; from then on as many bytes as it wants.
  ///
  /// @param wanted how much of a buffer of this size is filled now
  void read(ByteBuffer buffer, IntUnaryOperator wanted) {
    int limit = state == State.ASKED ? buffer.capacity() : wanted.applyAsInt(buffer.capacity());
    boolean more = limit > 0 && isThere();
    while (more) {
      buffer.clear().limit(limit);
      int count = read(buffer);
      // A full buffer may have left something behind; whoever reads slowly leaves it there.
      more = count == buffer.capacity() && state == State.OPEN;
    }
  }

  /// Reads all that is there, to see what has become of the connection.
  void drain(ByteBuffer buffer) {
    int count = 1;
    while (count > 0 && isThere()) {
      buffer.clear();
      count = read(buffer);
    }
  }

  private boolean isThere() {
    return state == State.ASKED || state == State.OPEN;
  }

  private int read(ByteBuffer buffer) {
    int count = -1;
    try {
      count = source.read(buffer);
    } catch (IOException _) {
      // A reset is an end as well.
    }
    if (count < 0) {
      state = text.indexOf(END) >= 0 ? State.ENDED : State.CUT;
      return count;
    }
    bytes += count;
    text.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
    if (state == State.ASKED) {
      begin();
    } else if (text.indexOf(END) >= 0) {
      state = State.ENDED;
    }
    if (state == State.OPEN && text.length() > TAIL_BYTES) {
      text.delete(0, text.length() - TAIL_BYTES);
    }
    return count;
  }

  private void begin() {
    boolean headIsThere = text.indexOf("\r\n\r\n") >= 0;
    boolean isStream = text.indexOf(STREAM) == 0;
    if ((headIsThere && !isStream) || text.length() > HEAD_BYTES_MAX) {
      state = State.REFUSED;
    } else if (headIsThere && text.indexOf(FIRST_EVENT) >= 0) {
      state = State.OPEN;
    }
  }
}
