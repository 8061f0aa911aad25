package online.speka.worker.batching;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The results of one job's inputs, put together by index in whatever order they come. Not
/// thread-safe.
public final class Joined<R> {

  private final List<@Nullable R> results;
  private int missing;

  public Joined(int inputs) {
    results = new ArrayList<>(Collections.nCopies(inputs, null));
    missing = inputs;
  }

  /// @return true if this was the last one missing
  public boolean put(int index, R result) {
    if (results.set(index, Objects.requireNonNull(result)) != null) {
      throw new IllegalStateException("input " + index + " has a result already");
    }
    missing--;
    return missing == 0;
  }

  /// All results, in the order of the inputs.
  ///
  /// @throws IllegalStateException if some are missing
  public List<R> inOrder() {
    if (missing > 0) {
      throw new IllegalStateException(missing + " results are missing");
    }
    List<R> complete = new ArrayList<>(results.size());
    for (R result : results) {
      complete.add(Objects.requireNonNull(result));
    }
    return complete;
  }
}
