package online.speka.infra.faults.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.history.Entry.How;
import online.speka.infra.faults.history.History;
import online.speka.infra.faults.history.Stopwatch;

/// One request on a connection of its own, from invocation to the last byte; blocks.
final class Exchange implements ResponseParser.Parts {

  /// What a client tells the platform it will wait.
  static final Duration WAIT_MAX = Duration.ofMinutes(1);

  /// Silence after which a client gives up: longer than any job lives.
  private static final Duration SILENCE_MAX = WAIT_MAX.plusSeconds(15);

  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final int BUFFER_BYTES = 8 << 10;
  private static final String EVENT_END = "\n\n";

  private final Ask ask;
  private final Stopwatch stopwatch;
  private final History history;
  private final ResponseParser parser = new ResponseParser(this);
  private String edge = "";
  private int newlines;
  private int events;

  Exchange(Ask ask, Stopwatch stopwatch, History history) {
    this.ask = ask;
    this.stopwatch = stopwatch;
    this.history = history;
  }

  void run(List<InetSocketAddress> edges, String key) {
    history.add(
        new Entry.Asked(
            stopwatch.micros(),
            ask.name(),
            ask.account(),
            ask.kind(),
            ask.leavesAfter(),
            ask.body()));
    try (Socket socket = connect(edges)) {
      if (!socket.isConnected()) {
        ended(How.NO_CONNECTION, "no edge takes connections");
      } else {
        exchange(socket, key);
      }
    } catch (SocketTimeoutException e) {
      ended(How.SILENT, e.toString());
    } catch (IOException | IllegalArgumentException e) {
      ended(How.CUT, e.toString());
    }
  }

  private Socket connect(List<InetSocketAddress> edges) throws IOException {
    for (int i = 0; i < edges.size(); i++) {
      InetSocketAddress address = edges.get(Math.floorMod(ask.firstEdge() + i, edges.size()));
      Socket socket = new Socket();
      try {
        socket.connect(address, (int) CONNECT_MAX.toMillis());
        edge = address.getHostString() + ":" + address.getPort();
        return socket;
      } catch (IOException _) {
        socket.close();
      }
    }
    return new Socket();
  }

  private void exchange(Socket socket, String key) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) SILENCE_MAX.toMillis());
    socket.getOutputStream().write(request(key).getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    while (!parser.isWhole()) {
      if (leaves()) {
        ended(How.LEFT, "after " + events + " events");
        return;
      }
      int count = in.read(buffer);
      if (count < 0) {
        ended(How.CUT, "end of connection");
        return;
      }
      parser.feed(buffer, count);
    }
    ended(How.WHOLE, "");
  }

  private boolean leaves() {
    return ask.leavesAfter() > 0 && events >= ask.leavesAfter();
  }

  private String request(String key) {
    return "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nX-Stainless-Timeout: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(ask.path(), edge, key, ask.body().length(), WAIT_MAX.toSeconds(), ask.body());
  }

  @Override
  public void head(int status, List<String> headers) {
    boolean retryAfter = headers.stream().anyMatch(header -> header.startsWith("retry-after:"));
    history.add(new Entry.Answered(stopwatch.micros(), ask.name(), edge, status, retryAfter));
  }

  @Override
  public void body(String text) {
    history.add(new Entry.Read(stopwatch.micros(), ask.name(), text));
    for (int i = 0; i < text.length(); i++) {
      newlines = text.charAt(i) == '\n' ? newlines + 1 : 0;
      if (newlines == EVENT_END.length()) {
        events++;
        newlines = 0;
      }
    }
  }

  private void ended(How how, String detail) {
    history.add(new Entry.Ended(stopwatch.micros(), ask.name(), how, detail));
  }
}
