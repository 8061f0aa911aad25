package online.speka.testkit.architecture.planted.cycles.clean.intake;

import online.speka.testkit.architecture.planted.cycles.clean.handoff.Handoff;

/** Knows the next step. */
public record Intake(Handoff next) {}
