package online.speka.infra.faults.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyIT {

  private static final int PATIENCE_MS = 10_000;
  private static final int SHORT_MS = 300;

  private ServerSocket server;
  private Proxy proxy;

  @BeforeEach
  void echoEveryByte() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
    proxy =
        Proxy.listen(
            0,
            new InetSocketAddress(server.getInetAddress(), server.getLocalPort()),
            System::nanoTime);
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      } catch (IOException _) {
        // Closed.
      }
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException _) {
      // The test is over, or it has cut the connection.
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(PATIENCE_MS);
    return socket;
  }

  private static int sendAndRead(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
    return socket.getInputStream().read();
  }

  @Test
  void clearWeatherChangesNothing() throws IOException {
    try (Socket socket = connect()) {
      assertThat(sendAndRead(socket, 7)).isEqualTo(7);
    }
  }

  @Test
  void aLateNetworkIsLateInBothDirections() throws IOException {
    proxy.set(new Weather.Late(Duration.ofMillis(100)));
    try (Socket socket = connect()) {
      long begun = System.nanoTime();

      assertThat(sendAndRead(socket, 7)).isEqualTo(7);

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(199));
    }
  }

  @Test
  void aCutIsFeltByThoseWhoAreConnectedAndByThoseWhoTry() throws IOException {
    try (Socket socket = connect()) {
      assertThat(sendAndRead(socket, 7)).isEqualTo(7);

      proxy.set(new Weather.Cut());

      assertThatThrownBy(() -> sendAndRead(socket, 8)).isInstanceOf(IOException.class);
    }
    try (Socket socket = connect()) {
      assertThatThrownBy(() -> requireByte(sendAndRead(socket, 8))).isInstanceOf(IOException.class);
    }
    proxy.set(new Weather.Clear());
    try (Socket socket = connect()) {
      assertThat(sendAndRead(socket, 9)).isEqualTo(9);
    }
  }

  private static void requireByte(int read) throws IOException {
    if (read < 0) {
      throw new IOException("end of connection");
    }
  }

  @Test
  void whatIsSentIntoSilenceArrivesWhenItIsOver() throws IOException {
    try (Socket socket = connect()) {
      assertThat(sendAndRead(socket, 7)).isEqualTo(7);
      proxy.set(new Weather.Silent());
      socket.setSoTimeout(SHORT_MS);
      assertThatThrownBy(() -> sendAndRead(socket, 8)).isInstanceOf(SocketTimeoutException.class);

      proxy.set(new Weather.Clear());

      socket.setSoTimeout(PATIENCE_MS);
      assertThat(socket.getInputStream().read()).isEqualTo(8);
    }
  }

  @Test
  void aNarrowNetworkTakesItsTime() throws IOException {
    proxy.set(new Weather.Narrow(1_000));
    try (Socket socket = connect()) {
      long begun = System.nanoTime();
      socket.getOutputStream().write(new byte[200]);

      assertThat(socket.getInputStream().readNBytes(200)).hasSize(200);

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(199));
    }
  }
}
