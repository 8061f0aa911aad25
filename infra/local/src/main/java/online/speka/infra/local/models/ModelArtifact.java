package online.speka.infra.local.models;

import java.util.Objects;

/// A model file as it was published.
///
/// @param fileName also its name in the model folder
/// @param bytes its exact size
/// @param sha256 hex, lower case
public record ModelArtifact(String fileName, long bytes, String sha256) {

  /// SmolLM2-135M-Instruct by Hugging Face (Apache-2.0), quantised to Q4_1: 4.1 bits and more a
  /// weight in most layers, 94 MiB in all.
  public static final ModelArtifact SMOLLM2_135M_INSTRUCT =
      new ModelArtifact(
          "SmolLM2-135M-Instruct.Q4_1.gguf",
          98_362_432,
          "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53");

  public ModelArtifact {
    Objects.requireNonNull(fileName);
    Objects.requireNonNull(sha256);
    if (bytes < 1) {
      throw new IllegalArgumentException("a model file has at least one byte, not " + bytes);
    }
  }
}
