package online.speka.infra.faults.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Listens on one port of the loopback address and passes on to another.
public final class Proxy implements AutoCloseable {

  private static final int CONNECT_MAX_MS = 2_000;
  private static final int BACKLOG = 256;

  private final ServerSocket door;
  private final InetSocketAddress target;
  private final LongSupplier ticker;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Weather weather = new Weather.Clear();

  private Proxy(ServerSocket door, InetSocketAddress target, LongSupplier ticker) {
    this.door = door;
    this.target = target;
    this.ticker = ticker;
  }

  /// @param ticker nanoseconds of the monotonic clock
  public static Proxy listen(int port, InetSocketAddress target, LongSupplier ticker)
      throws IOException {
    ServerSocket door = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    Proxy proxy = new Proxy(door, target, ticker);
    Thread.ofVirtual().name("proxy-" + port).start(proxy::accept);
    return proxy;
  }

  public int port() {
    return door.getLocalPort();
  }

  /// From now on the network is like this.
  public void set(Weather next) {
    weather = next;
    if (next instanceof Weather.Cut) {
      open.forEach(Proxy::reset);
    }
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Thread.ofVirtual().name("proxy-connect").start(() -> connect(client));
      } catch (IOException _) {
        // Closed, or a client that was gone before it was taken: the loop's condition knows which.
      }
    }
  }

  private void connect(Socket client) {
    Socket server = new Socket();
    open.add(client);
    open.add(server);
    try {
      if (weather instanceof Weather.Cut) {
        throw new SocketException("the network is cut");
      }
      server.connect(target, CONNECT_MAX_MS);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      new Pump(client, server, () -> weather, ticker).start(() -> end(client, server));
      new Pump(server, client, () -> weather, ticker).start(() -> end(client, server));
    } catch (IOException _) {
      open.remove(server);
      open.remove(client);
      reset(server);
      reset(client);
    }
  }

  /// One direction is over: nobody here uses the other alone. In a cut it is over because the other
  /// side was reset first, which is no orderly end for this one.
  private void end(Socket client, Socket server) {
    for (Socket socket : new Socket[] {client, server}) {
      open.remove(socket);
      if (weather instanceof Weather.Cut) {
        reset(socket);
      } else {
        close(socket);
      }
    }
  }

  /// A reset and not an orderly end: a peer must not take it for one.
  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException _) {
      // Closed already.
    }
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // There is nothing left to do for it.
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException _) {
      // It takes nobody any more either way.
    }
    open.forEach(Proxy::reset);
  }
}
