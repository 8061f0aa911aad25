package online.speka.edge.streaming;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Notes from any thread, read one after the other on the client's event loop. Notes that come
/// close together are read in one turn, so what they cause is written together too.
final class Inbox<T> {
  private final Queue<T> notes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final ClientConnection client;
  private final Consumer<T> reader;
  private final Runnable afterTurn;

  /// @param reader called for each note
  /// @param afterTurn called when no note is left
  Inbox(ClientConnection client, Consumer<T> reader, Runnable afterTurn) {
    this.client = client;
    this.reader = reader;
    this.afterTurn = afterTurn;
  }

  void put(T note) {
    notes.add(note);
    if (waiting.getAndIncrement() == 0) {
      client.execute(this::turn);
    }
  }

  /// Notes not read yet; an estimate.
  int size() {
    return waiting.get();
  }

  private void turn() {
    int read = waiting.get();
    do {
      T note;
      while ((note = notes.poll()) != null) {
        reader.accept(note);
      }
      afterTurn.run();
      read = waiting.addAndGet(-read);
    } while (read != 0);
  }
}
