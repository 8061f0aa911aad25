package online.speka.testkit.architecture.planted.cycles.bad.handoff;

import java.util.List;
import online.speka.testkit.architecture.planted.cycles.bad.intake.Intake;

/** The other half. */
public record Handoff(List<Intake> sources) {
  public Handoff(Intake source) {
    this(List.of(source));
  }
}
