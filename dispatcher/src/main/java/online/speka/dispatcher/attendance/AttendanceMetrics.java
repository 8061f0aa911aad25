package online.speka.dispatcher.attendance;

/// What is counted about jobs that nobody waits for.
interface AttendanceMetrics {
  /// A job was cancelled, or, if it has not ended since, once more.
  void unattended();
}
