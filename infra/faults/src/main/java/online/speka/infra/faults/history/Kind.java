package online.speka.infra.faults.history;

/// What a request asks for.
public enum Kind {
  /// A streamed chat answer.
  STREAM,
  /// A chat answer in one document.
  DOCUMENT,
  /// Vectors.
  EMBEDDINGS
}
