package online.speka.worker.lifecycle;

import online.speka.contract.fleet.Heartbeat;

/// Where heartbeats go.
interface HeartbeatSink {

  /// Sends without waiting.
  void send(Heartbeat heartbeat);

  /// Takes the worker off the list; waits for it a little.
  void remove();

  /// Whether a heartbeat was acknowledged lately.
  boolean isHeard();
}
