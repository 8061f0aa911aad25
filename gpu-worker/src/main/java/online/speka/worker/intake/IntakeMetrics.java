package online.speka.worker.intake;

/// Counts what comes in.
///
/// `assignments = accepted + repeated + stale + malformed`
interface IntakeMetrics {

  IntakeMetrics NONE = _ -> {};

  void assignment(Kind kind);

  /// What an assignment turned out to be.
  enum Kind {
    ACCEPTED,
    /// Taken before: its removal from the list had not been heard.
    REPEATED,
    /// Given by a former owner of the model: dropped.
    STALE,
    /// Not to be read: dropped.
    MALFORMED
  }
}
