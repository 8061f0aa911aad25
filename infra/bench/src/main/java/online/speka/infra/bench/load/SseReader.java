package online.speka.infra.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Cuts a stream of bytes into lines, wherever the network has cut it, and reads as much of each as
/// the bench needs. It looks for keys and does not parse JSON: contents of the bench's streams hold
/// no escapes.
final class SseReader {

  static final int LINE_BYTES_MAX = 64 << 10;

  private static final String DATA = "data:";
  private static final String CONTENT = "\"content\":\"";
  private static final String FINISH_REASON = "\"finish_reason\":\"";
  private static final String COMPLETION_TOKENS = "\"completion_tokens\":";
  private static final String ERROR = "{\"error\":";

  private final Consumer<SseLine> lines;
  private byte[] partial = new byte[1024];
  private int length;

  SseReader(Consumer<SseLine> lines) {
    this.lines = lines;
  }

  /// Reads all of the buffer; lines that end in it go to the consumer before this returns.
  void feed(ByteBuf bytes) {
    while (bytes.isReadable()) {
      int newline = bytes.forEachByte(ByteProcessor.FIND_LF);
      int end = newline < 0 ? bytes.writerIndex() : newline;
      int count = end - bytes.readerIndex();
      if (length + count > LINE_BYTES_MAX) {
        lines.accept(new SseLine.Strange("a line longer than " + LINE_BYTES_MAX + " bytes"));
        bytes.skipBytes(bytes.readableBytes());
        return;
      }
      keep(bytes, count);
      if (newline >= 0) {
        bytes.skipBytes(1);
        endLine();
      }
    }
  }

  /// Whether it stands in the middle of a line.
  boolean midLine() {
    return length > 0;
  }

  private void keep(ByteBuf bytes, int count) {
    if (length + count > partial.length) {
      byte[] larger = new byte[Math.max(partial.length * 2, length + count)];
      System.arraycopy(partial, 0, larger, 0, length);
      partial = larger;
    }
    bytes.readBytes(partial, length, count);
    length += count;
  }

  private void endLine() {
    int count = length > 0 && partial[length - 1] == '\r' ? length - 1 : length;
    length = 0;
    if (count > 0) {
      lines.accept(read(new String(partial, 0, count, StandardCharsets.UTF_8)));
    }
  }

  private static SseLine read(String line) {
    if (line.startsWith(":")) {
      return new SseLine.Comment();
    }
    if (!line.startsWith(DATA)) {
      return new SseLine.Strange(line);
    }
    String data = line.substring(DATA.length()).strip();
    if (data.equals("[DONE]")) {
      return new SseLine.Done();
    }
    if (data.startsWith(ERROR)) {
      return new SseLine.Failure(data);
    }
    return new SseLine.Chunk(
        textAfter(CONTENT, data),
        data.contains(FINISH_REASON),
        numberAfter(COMPLETION_TOKENS, data));
  }

  private static String textAfter(String key, String data) {
    int begin = data.indexOf(key);
    if (begin < 0) {
      return "";
    }
    int from = begin + key.length();
    int to = data.indexOf('"', from);
    return to < 0 ? data.substring(from) : data.substring(from, to);
  }

  private static int numberAfter(String key, String data) {
    int begin = data.indexOf(key);
    if (begin < 0) {
      return SseLine.Chunk.NO_USAGE;
    }
    int from = begin + key.length();
    int to = from;
    while (to < data.length() && Character.isDigit(data.charAt(to)) && to - from < 9) {
      to++;
    }
    return to == from ? SseLine.Chunk.NO_USAGE : Integer.parseInt(data, from, to, 10);
  }
}
