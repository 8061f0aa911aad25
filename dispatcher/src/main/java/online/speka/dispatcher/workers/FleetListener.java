package online.speka.dispatcher.workers;

/// Is told about workers, from the one thread that reads their heartbeats. Must not block.
public interface FleetListener {

  void seen(Fleet fleet);

  /// Heartbeats cannot be read; the last fleet is old and nobody may be judged by it.
  void unknown();
}
