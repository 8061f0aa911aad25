package online.speka.worker.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// An HTTP server down to the bytes: a test says what it writes, when, and where it breaks off.
final class ScriptedServer implements AutoCloseable {

  private final ServerSocket listening;
  private final Script script;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final CountDownLatch abandoned = new CountDownLatch(1);

  /// Answers `POST` requests; `GET /v1/models` is answered well.
  interface Script {
    void answer(Request request, Answer answer) throws IOException, InterruptedException;
  }

  record Request(String line, Map<String, String> headers, String body) {}

  ScriptedServer(int port, Script script) throws IOException {
    this.script = script;
    this.listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  static ScriptedServer start(Script script) throws IOException {
    return new ScriptedServer(0, script);
  }

  int port() {
    return listening.getLocalPort();
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + port() + "/v1");
  }

  List<Request> posts() {
    return requests.stream().filter(request -> request.line().startsWith("POST")).toList();
  }

  int connections() {
    return accepted.get();
  }

  /// Waits until a client has closed a connection in the middle of an answer.
  boolean awaitAbandoned() throws InterruptedException {
    return abandoned.await(10, TimeUnit.SECONDS);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        accepted.incrementAndGet();
        connections.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      Request request = read(in);
      while (request != null) {
        requests.add(request);
        Answer answer = new Answer(socket, in, abandoned);
        if (request.line().startsWith("GET ")) {
          answer.document(200, "{\"object\":\"list\",\"data\":[]}");
        } else {
          script.answer(request, answer);
        }
        request = read(in);
      }
    } catch (IOException e) {
      // The client or the script has closed the connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Request read(InputStream in) throws IOException {
    String line = line(in);
    if (line == null) {
      return null;
    }
    List<String> lines = new CopyOnWriteArrayList<>();
    for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
      lines.add(header);
    }
    Map<String, String> headers =
        lines.stream()
            .collect(
                Collectors.toMap(
                    header -> header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT),
                    header -> header.substring(header.indexOf(':') + 1).trim(),
                    (first, _) -> first));
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Request(line, headers, new String(in.readNBytes(length), UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  /// What a script writes.
  static final class Answer {
    private final Socket socket;
    private final InputStream in;
    private final CountDownLatch abandoned;

    Answer(Socket socket, InputStream in, CountDownLatch abandoned) {
      this.socket = socket;
      this.in = in;
      this.abandoned = abandoned;
    }

    void raw(String bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes.getBytes(UTF_8));
      out.flush();
    }

    void document(int status, String body) throws IOException {
      document(status, "application/json", "", body);
    }

    void document(int status, String type, String headers, String body) throws IOException {
      raw(
          "HTTP/1.1 "
              + status
              + " X\r\nContent-Type: "
              + type
              + "\r\n"
              + headers
              + "Content-Length: "
              + body.getBytes(UTF_8).length
              + "\r\n\r\n"
              + body);
    }

    void streamHead() throws IOException {
      raw(
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n");
    }

    void piece(String piece) throws IOException {
      raw(Integer.toHexString(piece.getBytes(UTF_8).length) + "\r\n" + piece + "\r\n");
    }

    void event(String payload) throws IOException {
      piece("data: " + payload + "\n\n");
    }

    void end() throws IOException {
      raw("0\r\n\r\n");
    }

    /// Generates until the client closes the connection.
    void untilAbandoned() throws IOException {
      try {
        if (in.read() < 0) {
          abandoned.countDown();
        }
      } catch (IOException e) {
        abandoned.countDown();
        throw e;
      }
    }

    /// Ends the connection without a word (RST).
    void cut() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
