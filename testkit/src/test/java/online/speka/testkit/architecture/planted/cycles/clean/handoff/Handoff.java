package online.speka.testkit.architecture.planted.cycles.clean.handoff;

/** Does not know the step before. */
public record Handoff(String worker) {}
