package online.speka.infra.faults.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.history.Entry.How;
import online.speka.infra.faults.history.History;
import online.speka.infra.faults.history.Kind;
import online.speka.infra.faults.history.Stopwatch;

/// One request from invocation to the last byte, on a connection of its own, or on one after the
/// other if its answer can be resumed; blocks.
final class Exchange {

  /// What a client tells the platform it will wait.
  static final Duration WAIT_MAX = Duration.ofMinutes(1);

  /// Silence after which a client gives up: longer than any job lives.
  private static final Duration SILENCE_MAX = WAIT_MAX.plusSeconds(15);

  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  /// Connections of one resumable request. With the pause it is longer than any part needs to start
  /// again.
  private static final int CONNECTIONS_MAX = 120;

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Ask ask;
  private final Stopwatch stopwatch;
  private final History history;
  private final Progress progress = new Progress();

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
    Connection.End end = connect(edges, key, 0);
    for (int i = 1; mayResume(end) && i < CONNECTIONS_MAX; i++) {
      history.add(
          new Entry.Resumed(
              stopwatch.micros(), ask.name(), progress.lastEventId(), end.toString()));
      progress.forgetPart();
      LockSupport.parkNanos(PAUSE.toNanos());
      end = connect(edges, key, i);
    }
    history.add(new Entry.Ended(stopwatch.micros(), ask.name(), end.how(), end.detail()));
  }

  private boolean mayResume(Connection.End end) {
    return ask.kind() == Kind.RESUMABLE
        && end.mayComeAgain()
        && !Thread.currentThread().isInterrupted();
  }

  private Connection.End connect(List<InetSocketAddress> edges, String key, int number) {
    Connection connection = new Connection(ask, progress, stopwatch, history);
    for (int i = 0; i < edges.size(); i++) {
      int index = Math.floorMod(ask.firstEdge() + number + i, edges.size());
      try (Socket socket = new Socket()) {
        socket.connect(edges.get(index), (int) CONNECT_MAX.toMillis());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) SILENCE_MAX.toMillis());
        return connection.run(socket, key);
      } catch (IOException _) {
        // Nothing was sent: a load balancer would try the next one as well.
      }
    }
    return new Connection.End(How.NO_CONNECTION, "no edge takes connections");
  }
}
