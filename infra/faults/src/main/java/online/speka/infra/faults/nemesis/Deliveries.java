package online.speka.infra.faults.nemesis;

/// What the platform's log has delivered, and can deliver again.
public interface Deliveries {

  /// Publishes again what was published on the topic of outcomes since the last call, as it was,
  /// the last first. The first call only looks where the topic ends.
  ///
  /// @param copies of each
  void again(int copies);
}
