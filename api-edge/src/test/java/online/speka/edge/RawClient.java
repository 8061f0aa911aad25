package online.speka.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Speaks HTTP byte by byte, right or wrong. */
final class RawClient implements AutoCloseable {
  private static final int READ_TIMEOUT_MS = 15_000;
  private static final int RECEIVE_BUFFER = 64 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final String key;

  RawClient(RunningEdge edge) throws IOException {
    this(edge, RECEIVE_BUFFER);
  }

  /**
   * @param receiveBuffer what the client's side takes without the test reading it, in bytes
   */
  RawClient(RunningEdge edge, int receiveBuffer) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(receiveBuffer);
    socket.connect(new InetSocketAddress("127.0.0.1", edge.port()));
    socket.setSoTimeout(READ_TIMEOUT_MS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    key = edge.key().reveal();
  }

  /** What came back. */
  record Answer(int status, Map<String, String> headers, String body) {}

  RawClient send(String text) throws IOException {
    return send(text.getBytes(UTF_8));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Request line and headers of a chat completion; an empty line follows. */
  RawClient head(String... headers) throws IOException {
    return send(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + key
            + "\r\nContent-Type: application/json\r\n"
            + String.join("", java.util.Arrays.stream(headers).map(h -> h + "\r\n").toList())
            + "\r\n");
  }

  RawClient chunk(byte[] bytes) throws IOException {
    return send(Integer.toHexString(bytes.length) + "\r\n").send(bytes).send("\r\n");
  }

  RawClient lastChunk() throws IOException {
    return send("0\r\n\r\n");
  }

  Answer answer() throws IOException {
    int status = Integer.parseInt(line().split(" ")[1]);
    Map<String, String> headers = new TreeMap<>();
    String line;
    while (!(line = line()).isEmpty()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Answer(status, headers, status == 100 ? "" : body(headers));
  }

  private String body(Map<String, String> headers) throws IOException {
    if (headers.containsKey("content-length")) {
      return new String(in.readNBytes(Integer.parseInt(headers.get("content-length"))), UTF_8);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int length;
    while ((length = Integer.parseInt(line(), 16)) > 0) {
      body.write(in.readNBytes(length));
      line();
    }
    line();
    return body.toString(UTF_8);
  }

  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b;
    while ((b = in.read()) != '\n') {
      if (b < 0) {
        throw new IOException("the connection ended after: " + line.toString(ISO_8859_1));
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(UTF_8);
  }

  Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
