package online.speka.contract.catalog;

/// What is asked of a model. One kind is one endpoint of the public API.
public enum JobKind {
  CHAT_COMPLETIONS("chat"),
  EMBEDDINGS("embeddings");

  private final String catalogName;

  JobKind(String catalogName) {
    this.catalogName = catalogName;
  }

  /// The word for this kind in a catalog file.
  public String catalogName() {
    return catalogName;
  }

  /// @throws IllegalArgumentException naming the allowed words
  public static JobKind fromCatalogName(String name) {
    for (JobKind kind : values()) {
      if (kind.catalogName.equals(name)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("kind must be chat or embeddings, not " + name);
  }
}
