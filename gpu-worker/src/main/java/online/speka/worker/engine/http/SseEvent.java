package online.speka.worker.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// One server-sent event of an upstream server.
sealed interface SseEvent {

  /// Data for the client.
  ///
  /// @param bytes the whole event as it is passed on
  /// @param from where the payload begins in it
  /// @param to where the payload ends
  record Data(byte[] bytes, int from, int to) implements SseEvent {
    boolean contains(byte[] text) {
      return Bytes.indexOf(bytes, text, from, to) >= 0;
    }

    /// The same event with other bytes in its payload.
    Data with(byte[] edited) {
      return new Data(edited, from, to + edited.length - bytes.length);
    }

    byte[] payload() {
      return Arrays.copyOfRange(bytes, from, to);
    }
  }

  /// Says that the server failed, under a field or type of its own (llama.cpp: `error: {...}`).
  record Failure(byte[] payload) implements SseEvent {}

  /// Comments and other things no client must see: several SDKs choke on them.
  record Ignored() implements SseEvent {}

  /// Understands an event. One that is nothing but one `data: ` line is passed on byte for byte;
  /// any other is framed anew, its payload untouched.
  static SseEvent of(byte[] raw) {
    return isPlain(raw) ? new Data(raw, Fields.DATA.length, raw.length - 2) : Fields.parse(raw);
  }

  private static boolean isPlain(byte[] raw) {
    int end = raw.length - 2;
    if (end < Fields.DATA.length || !Bytes.startsWith(raw, Fields.DATA)) {
      return false;
    }
    for (int i = 0; i < end; i++) {
      if (raw[i] == '\n' || raw[i] == '\r') {
        return false;
      }
    }
    return raw[end] == '\n' && raw[end + 1] == '\n';
  }

  /// The fields of an event that is not plain.
  final class Fields {
    private static final byte[] DATA = Bytes.ascii("data: ");
    private static final byte[] END = Bytes.ascii("\n\n");

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private boolean errorType;
    private boolean any;

    private Fields() {}

    private static SseEvent parse(byte[] raw) {
      Fields fields = new Fields();
      int from = 0;
      for (int at = 0; at <= raw.length; at++) {
        if (at == raw.length || raw[at] == '\n' || raw[at] == '\r') {
          fields.line(raw, from, at);
          from = at + 1;
        }
      }
      return fields.toEvent();
    }

    private void line(byte[] raw, int from, int to) {
      int colon = Bytes.indexOf(raw, new byte[] {':'}, from, to);
      if (colon <= from) {
        return; // A comment, an empty line, or a field without a value.
      }
      String field = text(raw, from, colon);
      int value = colon + 1 < to && raw[colon + 1] == ' ' ? colon + 2 : colon + 1;
      switch (field) {
        case "data" -> {
          data.writeBytes(any ? Bytes.ascii("\ndata: ") : DATA);
          data.write(raw, value, to - value);
          any = true;
        }
        case "error" -> error.write(raw, value, to - value);
        case "event" -> errorType = text(raw, value, to).equals("error");
        default -> {} // id and retry: see API.md, the first trap.
      }
    }

    private static String text(byte[] raw, int from, int to) {
      return new String(raw, from, to - from, UTF_8);
    }

    private SseEvent toEvent() {
      if (error.size() > 0) {
        return new Failure(error.toByteArray());
      }
      if (!any) {
        return new Ignored();
      }
      int to = data.size();
      data.writeBytes(END);
      Data event = new Data(data.toByteArray(), DATA.length, to);
      return errorType ? new Failure(event.payload()) : event;
    }
  }
}
