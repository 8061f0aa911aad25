package online.speka.testkit.architecture.planted.pure.clean.scheduling;

import java.util.List;

/** A decision. */
public record Picker(SchedulingLimits limits) {
  public String pick(List<String> workers) {
    return workers.getFirst();
  }
}
