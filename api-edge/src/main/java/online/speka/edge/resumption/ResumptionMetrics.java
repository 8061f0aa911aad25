package online.speka.edge.resumption;

/// What is counted about requests that may be sent again.
///
/// Equation: every such request that is valid ends its way to its job in one of these, `begun +
/// attached + expired + reused`, or fails to reach Redis; those that began a job in place of an
/// edge that died are counted beside the others.
public interface ResumptionMetrics {
  /// It was new.
  void begun();

  /// It was a repetition.
  void attached();

  /// What it wanted to go on with is not kept any more.
  void expired();

  /// Its key stands for another request.
  void reused();

  /// Its job was submitted in place of an edge that died.
  void takenOver();
}
