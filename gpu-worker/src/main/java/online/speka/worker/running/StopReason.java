package online.speka.worker.running;

/// Why a job was told to stop before its end.
enum StopReason {
  CLIENT_GONE,
  /// Its deadline is long past: if its client left, nobody has heard so.
  OVERDUE,
  /// The worker drains and the job's time is up.
  DRAINING,
  /// A newer attempt runs elsewhere: not another word about this one.
  SUPERSEDED
}
