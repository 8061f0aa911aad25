package online.speka.edge.resumption;

/// How much of a job's answer is kept.
public enum KeptAnswer {
  /// Nothing, or nothing yet.
  NOTHING,
  FROM_THE_BEGINNING,
  /// Its beginning is not kept any more.
  CUT,
  /// Nobody attended the job, and it was cancelled.
  CANCELLED
}
