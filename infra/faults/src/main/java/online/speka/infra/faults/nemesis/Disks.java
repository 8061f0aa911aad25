package online.speka.infra.faults.nemesis;

/// Where servers keep their data, if that is small enough to be filled.
public interface Disks {

  /// Leaves no room; may be called again when somebody has made some.
  void fill(Component component);

  /// Gives the room back.
  void free(Component component);
}
