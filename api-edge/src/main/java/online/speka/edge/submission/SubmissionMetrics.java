package online.speka.edge.submission;

/// What is counted about submissions.
///
/// Equation: `submitted = acknowledged + refused + waiting for the broker`.
interface SubmissionMetrics {

  void submitted();

  void acknowledged();

  /// @param cause simple name of the client library's error
  void refused(String cause);
}
