package online.speka.infra.faults.nemesis;

/// Which process of a component.
public enum Victim {
  /// Any, by the seed.
  ANY,
  /// The one that works most just then: of dispatchers, the owner of the model under load.
  BUSIEST
}
