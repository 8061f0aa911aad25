package online.speka.worker.engine.onnx;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How embeddings share their threads.
///
/// @param batchTokensMax most tokens that one thread computes before the next job has its turn; 512
///     is about 40 ms of one core
/// @param waitingInputsMax most inputs of one model that wait, all jobs together
@ConfigurationProperties("speka.worker.onnx")
public record OnnxProperties(
    @DefaultValue("512") int batchTokensMax, @DefaultValue("65536") int waitingInputsMax) {
  public OnnxProperties {
    requirePositive("batch-tokens-max", batchTokensMax);
    requirePositive("waiting-inputs-max", waitingInputsMax);
  }

  private static void requirePositive(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "speka.worker.onnx." + key + " must be at least 1, not " + value);
    }
  }
}
