package online.speka.infra.bench.probe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/// One HTTP server, and the connections to it that nobody is using now. Any thread may ask, and
/// waits for its answer; there are as many connections as ever asked at the same time.
public final class HttpDoor implements AutoCloseable {

  private static final Duration CONNECT_WAIT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(60);

  private final InetSocketAddress address;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

  /// @param url only host and port are looked at
  public HttpDoor(URI url) {
    this.address = new InetSocketAddress(url.getHost(), url.getPort());
  }

  /// @return with status 0 if there was no answer
  public Reply ask(Ask ask) {
    Connection kept = idle.pollFirst();
    if (kept != null) {
      Reply reply = kept.ask(ask);
      if (reply.status() != 0) {
        return back(kept, reply);
      }
      // The server may close what nobody has used for long.
      kept.close();
    }
    Connection fresh;
    try {
      fresh = connect();
    } catch (IOException _) {
      return Reply.NONE;
    }
    return back(fresh, fresh.ask(ask));
  }

  /// A stream over a connection of its own, read as far as its first event; null if there is none.
  public @Nullable EventStream open(Ask ask) {
    try {
      Connection connection = connect();
      EventStream stream = new EventStream(connection.socket, new ReplyReader(connection.in));
      connection.out.write(ask.bytes());
      if (stream.isBegun()) {
        return stream;
      }
      connection.close();
    } catch (IOException _) {
      // There is none.
    }
    return null;
  }

  private Reply back(Connection connection, Reply reply) {
    if (reply.isReusable()) {
      idle.addFirst(connection);
    } else {
      connection.close();
    }
    return reply;
  }

  private Connection connect() throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) ANSWER_WAIT_MAX.toMillis());
      socket.connect(address, (int) CONNECT_WAIT_MAX.toMillis());
      return new Connection(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public void close() {
    for (Connection last = idle.poll(); last != null; last = idle.poll()) {
      last.close();
    }
  }

  private static final class Connection {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
    }

    Reply ask(Ask ask) {
      try {
        out.write(ask.bytes());
        return new ReplyReader(in).read();
      } catch (IOException _) {
        return Reply.NONE;
      }
    }

    void close() {
      try {
        socket.close();
      } catch (IOException _) {
        // It is of no use any more either way.
      }
    }
  }
}
