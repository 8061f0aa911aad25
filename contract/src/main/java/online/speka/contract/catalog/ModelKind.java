package online.speka.contract.catalog;

import java.util.Arrays;
import java.util.stream.Collectors;

/// What a model is for, and so which kinds of job it serves.
public enum ModelKind {
  CHAT("chat"),
  EMBEDDINGS("embeddings"),
  IMAGES("images");

  private final String catalogName;

  ModelKind(String catalogName) {
    this.catalogName = catalogName;
  }

  /// The word for this kind in a catalog file.
  public String catalogName() {
    return catalogName;
  }

  public boolean serves(JobKind job) {
    return switch (job) {
      case CHAT_COMPLETIONS, COMPLETIONS, RESPONSES -> this == CHAT;
      case EMBEDDINGS -> this == EMBEDDINGS;
      case IMAGE_GENERATIONS -> this == IMAGES;
    };
  }

  /// @throws IllegalArgumentException naming the allowed words
  public static ModelKind fromCatalogName(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.catalogName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "kind must be "
                        + Arrays.stream(values())
                            .map(ModelKind::catalogName)
                            .collect(Collectors.joining(" or "))
                        + ", not "
                        + name));
  }
}
