package online.speka.worker.publishing;

import java.util.List;
import java.util.concurrent.CompletionStage;

/// The way to Redis. Batches arrive in the order in which they were sent, for as long as the
/// connection stands.
interface FrameTransport {

  /// Begins to connect, and to tell.
  void start(Listener listener);

  /// Sends without waiting. Completes when Redis has answered, with one result for each of the
  /// batch's entries; exceptionally if it is not known what Redis did.
  CompletionStage<List<Batch.Appended>> send(Batch batch);

  /// Gives the connection up and makes a new one.
  void reset();

  void close();

  /// Hears of the connection; not under any lock of the transport.
  interface Listener {

    /// @param dataMayBeLost whether this is another Redis process than before
    void connected(boolean dataMayBeLost);

    void disconnected();
  }
}
