package online.speka.worker.engine.onnx;

import java.nio.FloatBuffer;

/// Makes one vector of a text from the vectors of its tokens.
final class Pooling {

  private Pooling() {}

  /// The mean of consecutive token vectors, scaled to length 1.
  ///
  /// @param from index of the first token vector in the buffer
  /// @param count how many token vectors; padding is not among them
  static float[] mean(FloatBuffer tokens, int from, int count, int dimensions) {
    float[] vector = new float[dimensions];
    for (int token = from; token < from + count; token++) {
      int base = token * dimensions;
      for (int i = 0; i < dimensions; i++) {
        vector[i] += tokens.get(base + i);
      }
    }
    // Dividing by the count first would not change the direction, and only that is kept.
    return normalized(vector);
  }

  private static float[] normalized(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    if (squares == 0) {
      return vector;
    }
    double scale = 1 / Math.sqrt(squares);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] * scale);
    }
    return vector;
  }
}
