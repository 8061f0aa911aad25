package online.speka.edge.openai;

import java.time.Duration;
import online.speka.edge.streaming.ClientConnection;

/// The client's end as the stream of one part sees it: its bytes are collected here, so there is
/// always room for them.
record PartConnection(ClientConnection client) implements ClientConnection {

  @Override
  public void execute(Runnable task) {
    client.execute(task);
  }

  @Override
  public void schedule(Runnable task, Duration delay) {
    client.schedule(task, delay);
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public void onWritable(Runnable task) {
    // Always writable, so it never becomes so.
  }

  @Override
  public void abort() {
    client.abort();
  }
}
