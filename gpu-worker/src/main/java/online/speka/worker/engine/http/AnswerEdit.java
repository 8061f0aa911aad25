package online.speka.worker.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import online.speka.worker.rendering.JsonBytes;
import org.jspecify.annotations.Nullable;

/// Mends the few things in a server's answer that clients are known to stumble over; every other
/// byte stays as it came.
///
/// - Reasoning is told under `reasoning` and under `reasoning_content`, whichever of them the
/// server knows: half of all clients read the one, half the other.
/// - `tool_calls: []` is left out: clients take it for a call.
/// - The model has the name that the client used.
///
/// @param model the name to show, in quotes; null if the server uses it anyway
record AnswerEdit(byte @Nullable [] model) {

  private static final byte[] MODEL = Bytes.ascii("\"model\"");
  private static final byte[] CALLS = Bytes.ascii("\"tool_calls\"");
  private static final byte[] USAGE = Bytes.ascii("\"usage\"");
  private static final byte[] NULL = Bytes.ascii("null");
  private static final byte[] NOTHING = {};
  private static final String REASONING = "\"reasoning\"";
  private static final String REASONING_CONTENT = "\"reasoning_content\"";
  private static final byte[] SHORT = Bytes.ascii(REASONING);
  private static final byte[] LONG = Bytes.ascii(REASONING_CONTENT);

  /// @param shown the model's name for clients
  /// @param upstream its name on the server
  static AnswerEdit of(String shown, String upstream) {
    return new AnswerEdit(
        shown.equals(upstream) ? null : new JsonBytes(shown.length() + 2).quoted(shown).toBytes());
  }

  /// Bytes `from` to `to` become these.
  private record Splice(int from, int to, byte[] bytes) {}

  SseEvent.Data apply(SseEvent.Data event) {
    byte[] edited = apply(event.bytes(), event.from(), event.to());
    return event.with(edited);
  }

  /// @return the very same bytes if there is nothing to mend
  byte[] apply(byte[] json, int from, int to) {
    List<Splice> splices = new ArrayList<>(0);
    int shorter = ChunkScan.value(json, SHORT, from, to);
    int longer = ChunkScan.value(json, LONG, from, to);
    if (shorter >= 0 && longer < 0) {
      repeat(json, SHORT, REASONING_CONTENT, from, to, splices);
    } else if (longer >= 0 && shorter < 0) {
      repeat(json, LONG, REASONING, from, to, splices);
    }
    emptyCalls(json, from, to, splices);
    if (model != null) {
      int value = ChunkScan.value(json, MODEL, from, to);
      if (value >= 0 && value < to && json[value] == '"') {
        splices.add(new Splice(value, ChunkScan.valueEnd(json, value, to), model));
      }
    }
    return spliced(json, splices);
  }

  private static void repeat(
      byte[] json, byte[] key, String other, int from, int to, List<Splice> splices) {
    for (int value = ChunkScan.value(json, key, from, to);
        value >= 0 && value < to;
        value = ChunkScan.value(json, key, value, to)) {
      if (json[value] == '"') {
        int end = ChunkScan.valueEnd(json, value, to);
        ByteArrayOutputStream more = new ByteArrayOutputStream(end - value + other.length() + 2);
        more.writeBytes(("," + other + ":").getBytes(UTF_8));
        more.write(json, value, end - value);
        splices.add(new Splice(end, end, more.toByteArray()));
      }
    }
  }

  private static void emptyCalls(byte[] json, int from, int to, List<Splice> splices) {
    int key = Bytes.indexOf(json, CALLS, from, to);
    while (key >= 0) {
      int value = ChunkScan.value(json, CALLS, key, to);
      int close = value < 0 ? to : Bytes.skipBlanks(json, Math.min(value + 1, to), to);
      if (value >= 0 && value < to && json[value] == '[' && close < to && json[close] == ']') {
        splices.add(withItsComma(json, key, close + 1, to));
      }
      key = Bytes.indexOf(json, CALLS, key + CALLS.length, to);
    }
  }

  /// A member of an object, and the comma before or behind it.
  private static Splice withItsComma(byte[] json, int from, int end, int to) {
    int before = from - 1;
    while (before > 0 && Bytes.isBlank(json[before])) {
      before--;
    }
    if (json[before] == ',') {
      return new Splice(before, end, NOTHING);
    }
    int behind = Bytes.skipBlanks(json, end, to);
    boolean comma = behind < to && json[behind] == ',';
    return new Splice(from, comma ? behind + 1 : end, NOTHING);
  }

  /// The event with a null where its usage was: usage beside choices breaks clients.
  static SseEvent.Data withoutUsage(SseEvent.Data event) {
    int value = ChunkScan.value(event.bytes(), USAGE, event.from(), event.to());
    if (value < 0 || value >= event.to() || event.bytes()[value] != '{') {
      return event;
    }
    int end = ChunkScan.valueEnd(event.bytes(), value, event.to());
    return event.with(spliced(event.bytes(), List.of(new Splice(value, end, NULL))));
  }

  private static byte[] spliced(byte[] json, List<Splice> splices) {
    if (splices.isEmpty()) {
      return json;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + 64);
    int at = 0;
    for (Splice splice : splices.stream().sorted(Comparator.comparingInt(Splice::from)).toList()) {
      out.write(json, at, splice.from() - at);
      out.writeBytes(splice.bytes());
      at = splice.to();
    }
    out.write(json, at, json.length - at);
    return out.toByteArray();
  }
}
