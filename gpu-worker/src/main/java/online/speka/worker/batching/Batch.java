package online.speka.worker.batching;

import java.util.List;

/// Inputs that run together, shortest first.
public record Batch<J>(List<Input<J>> inputs) {

  public Batch {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("a batch has at least one input");
    }
  }

  /// One input of one job.
  ///
  /// @param index its place in the job
  /// @param tokens its length
  public record Input<J>(J job, int index, int tokens) {}

  /// Tokens computed when every input is padded to the longest.
  public long paddedTokens() {
    return (long) inputs.size() * inputs.getLast().tokens();
  }
}
