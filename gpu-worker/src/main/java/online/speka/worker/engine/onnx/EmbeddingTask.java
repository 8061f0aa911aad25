package online.speka.worker.engine.onnx;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import online.speka.worker.batching.Joined;

/// One job's inputs on their way through the loop. Its progress belongs to the loop's lock.
final class EmbeddingTask {

  private final List<long[]> inputs;
  private final Joined<float[]> vectors;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private long tokensDone;

  EmbeddingTask(List<long[]> inputs) {
    this.inputs = List.copyOf(inputs);
    this.vectors = new Joined<>(inputs.size());
  }

  /// How it ended.
  sealed interface Ending {

    /// @param vectors in the order of the inputs
    record Embedded(List<float[]> vectors) implements Ending {}

    record Cancelled() implements Ending {}

    record Failed(String detail) implements Ending {}
  }

  int[] lengths() {
    return inputs.stream().mapToInt(input -> input.length).toArray();
  }

  long[] input(int index) {
    return inputs.get(index);
  }

  void embedded(int index, float[] vector) {
    if (ending.isDone()) {
      return;
    }
    tokensDone += inputs.get(index).length;
    if (vectors.put(index, vector)) {
      ending.complete(new Ending.Embedded(vectors.inOrder()));
    }
  }

  /// The first end counts.
  void end(Ending how) {
    ending.complete(how);
  }

  CompletableFuture<Ending> ending() {
    return ending;
  }

  /// Tokens of the inputs that have their vector.
  long tokensDone() {
    return tokensDone;
  }
}
