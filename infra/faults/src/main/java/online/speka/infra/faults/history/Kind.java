package online.speka.infra.faults.history;

/// What a request asks for.
public enum Kind {
  /// A streamed chat answer.
  STREAM,
  /// A streamed chat answer whose client comes again where its connection breaks.
  RESUMABLE,
  /// A chat answer in one document.
  DOCUMENT,
  /// Vectors.
  EMBEDDINGS;

  /// Whether the answer comes in events.
  public boolean isStream() {
    return switch (this) {
      case STREAM, RESUMABLE -> true;
      case DOCUMENT, EMBEDDINGS -> false;
    };
  }
}
