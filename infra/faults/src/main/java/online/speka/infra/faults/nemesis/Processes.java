package online.speka.infra.faults.nemesis;

import java.util.List;

/// The platform's processes, as they are now.
public interface Processes {

  /// One of them.
  record Running(Component component, long pid) {}

  /// In an order that does not change while none of them dies.
  List<Running> of(Component component);

  /// Its index among these.
  int busiest(List<Running> running);

  /// Whether all processes of the component answer, and none of them is the one that is gone.
  boolean replaced(Running gone);
}
