package online.speka.infra.faults.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.history.Entry.How;
import online.speka.infra.faults.history.History;
import online.speka.infra.faults.history.Kind;
import online.speka.infra.faults.history.Stopwatch;

/// One connection of a request, from its first byte to its last; blocks.
final class Connection implements ResponseParser.Parts {

  private static final int BUFFER_BYTES = 8 << 10;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  private final Ask ask;
  private final Progress progress;
  private final Stopwatch stopwatch;
  private final History history;
  private final ResponseParser parser = new ResponseParser(this);
  private String edge = "";

  /// A status that tells the client to come again; 0 if none did.
  private int putOff;

  Connection(Ask ask, Progress progress, Stopwatch stopwatch, History history) {
    this.ask = ask;
    this.progress = progress;
    this.stopwatch = stopwatch;
    this.history = history;
  }

  /// How a connection ended.
  record End(How how, String detail) {

    /// Whether a client that can come again does.
    boolean mayComeAgain() {
      return switch (how) {
        case CUT, NO_CONNECTION -> true;
        case WHOLE, SILENT, LEFT -> false;
      };
    }

    @Override
    public String toString() {
      return how + ": " + detail;
    }
  }

  End run(Socket socket, String key) {
    edge = socket.getInetAddress().getHostAddress() + ":" + socket.getPort();
    try {
      socket.getOutputStream().write(request(key).getBytes(StandardCharsets.US_ASCII));
      return exchange(socket.getInputStream());
    } catch (SocketTimeoutException e) {
      return new End(How.SILENT, e.toString());
    } catch (IOException | IllegalArgumentException e) {
      return new End(How.CUT, e.toString());
    }
  }

  private End exchange(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    while (!parser.isWhole()) {
      if (leaves()) {
        return new End(How.LEFT, "after " + progress.events() + " events");
      }
      int count = in.read(buffer);
      if (count < 0) {
        return new End(How.CUT, "end of connection");
      }
      parser.feed(buffer, count);
    }
    return putOff == 0 ? new End(How.WHOLE, "") : new End(How.CUT, "put off with " + putOff);
  }

  private boolean leaves() {
    return ask.leavesAfter() > 0 && progress.events() >= ask.leavesAfter();
  }

  private String request(String key) {
    return "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nX-Stainless-Timeout: %d\r\n%sConnection: close\r\n\r\n%s"
        .formatted(
            ask.path(),
            edge,
            key,
            ask.body().length(),
            Exchange.WAIT_MAX.toSeconds(),
            resumption(),
            ask.body());
  }

  private String resumption() {
    if (ask.kind() != Kind.RESUMABLE) {
      return "";
    }
    String last = progress.lastEventId();
    return "Idempotency-Key: "
        + ask.name()
        + "\r\nSpeka-Resumable: true\r\n"
        + (last.isEmpty() ? "" : "Last-Event-ID: " + last + "\r\n");
  }

  @Override
  public void head(int status, List<String> headers) {
    if (ask.kind() == Kind.RESUMABLE && (status == UNAVAILABLE || status == TOO_MANY)) {
      putOff = status;
      return;
    }
    boolean retryAfter = headers.stream().anyMatch(header -> header.startsWith("retry-after:"));
    history.add(new Entry.Answered(stopwatch.micros(), ask.name(), edge, status, retryAfter));
  }

  @Override
  public void body(String text) {
    if (putOff == 0) {
      history.add(new Entry.Read(stopwatch.micros(), ask.name(), text));
      progress.read(text);
    }
  }
}
