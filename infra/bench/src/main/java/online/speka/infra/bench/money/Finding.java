package online.speka.infra.bench.money;

/// An invariant that was broken, and by what.
public record Finding(Invariant invariant, String what) {}
