package online.speka.worker.batching;

import java.util.ArrayDeque;
import java.util.OptionalInt;
import java.util.TreeMap;

/// The inputs of one job that have not run yet, by length.
final class WaitingInputs {

  private final TreeMap<Integer, ArrayDeque<Integer>> indexesByLength = new TreeMap<>();
  private int size;

  WaitingInputs(int[] lengths) {
    for (int index = 0; index < lengths.length; index++) {
      indexesByLength.computeIfAbsent(lengths[index], _ -> new ArrayDeque<>()).add(index);
    }
    size = lengths.length;
  }

  int size() {
    return size;
  }

  int shortest() {
    return indexesByLength.firstKey();
  }

  /// Length of the shortest input within the bounds, both inclusive.
  OptionalInt lengthWithin(int atLeast, int atMost) {
    Integer length = indexesByLength.ceilingKey(atLeast);
    return length == null || length > atMost ? OptionalInt.empty() : OptionalInt.of(length);
  }

  /// Takes out one input of exactly this length.
  int takeOfLength(int length) {
    ArrayDeque<Integer> indexes = indexesByLength.get(length);
    Integer index = indexes == null ? null : indexes.poll();
    if (indexes == null || index == null) {
      throw new IllegalStateException("no input of length " + length + " waits");
    }
    if (indexes.isEmpty()) {
      indexesByLength.remove(length);
    }
    size--;
    return index;
  }
}
