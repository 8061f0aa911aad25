package online.speka.dispatcher.workers;

import java.util.Map;
import online.speka.contract.fleet.Heartbeat;
import online.speka.contract.fleet.WorkerId;

/// Where heartbeats are read.
interface HeartbeatSource {

  /// The last heartbeat of every worker, dead ones too.
  ///
  /// @throws UnreadableException if they cannot be read now
  Map<WorkerId, Heartbeat> read();

  /// Removes what a dead worker left behind: its heartbeat and its inbox. Best effort.
  void forget(WorkerId worker);

  /// Nothing can be read; nothing is known.
  final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
