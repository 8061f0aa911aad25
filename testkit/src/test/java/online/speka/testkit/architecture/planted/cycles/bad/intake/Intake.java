package online.speka.testkit.architecture.planted.cycles.bad.intake;

import online.speka.testkit.architecture.planted.cycles.bad.handoff.Handoff;

/** Half of a cycle. */
public record Intake(Handoff next) {}
