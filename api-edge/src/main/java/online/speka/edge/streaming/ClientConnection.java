package online.speka.edge.streaming;

import java.time.Duration;

/// The client's end: the event loop everything of its stream runs on, and the state of its socket.
public interface ClientConnection {

  /// Runs on the client's event loop, soon, in order.
  void execute(Runnable task);

  /// Runs on the client's event loop, later.
  void schedule(Runnable task, Duration delay);

  /// Whether the socket takes more bytes now.
  boolean isWritable();

  /// What to run, on the event loop, each time the socket takes bytes again.
  void onWritable(Runnable task);

  /// Cuts the connection: for a client that does not read.
  void abort();
}
