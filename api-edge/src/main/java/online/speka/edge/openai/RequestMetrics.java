package online.speka.edge.openai;

/// What is measured about requests.
///
/// Equation: every request that found its route ends once, `received = rejected + completed +
/// failed + gone + open`.
interface RequestMetrics {

  /// Monotonic nanoseconds.
  long now();

  void received(String operation);

  /// The client's SDK says that it tries the same request again. Counted beside the others.
  void retried(String operation);

  void firstToken(String operation, String model, long nanos);

  void ended(Ended how, long nanos);

  /// Low-cardinality facts about the end of a request.
  record Ended(String operation, String model, Call.Ending ending, String errorType) {}
}
