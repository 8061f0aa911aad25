package online.speka.worker.publishing;

import java.util.List;
import java.util.concurrent.CompletionStage;

/// A transport without the fence of replay logs: never says that a newer attempt has written. For
/// the fault campaign, see [online.speka.contract.guard.Guard#EPOCH_CHECK].
record HeedlessTransport(FrameTransport fenced) implements FrameTransport {
  @Override
  public void start(Listener listener) {
    fenced.start(listener);
  }

  @Override
  public CompletionStage<List<Batch.Appended>> send(Batch batch) {
    return fenced
        .send(batch)
        .thenApply(
            results ->
                results.stream()
                    .map(r -> r == Batch.Appended.SUPERSEDED ? Batch.Appended.ADDED : r)
                    .toList());
  }

  @Override
  public void reset() {
    fenced.reset();
  }

  @Override
  public void close() {
    fenced.close();
  }
}
