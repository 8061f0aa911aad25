package online.speka.infra.bench.money;

import online.speka.contract.usage.Usage;

/// One request, ready to be sent.
///
/// @param number unique in its run
/// @param edge which of them is asked; any number
/// @param cost the most that it can cost: what has to be reserved for it
/// @param truth what the simulated model uses for it if nobody leaves, as if nothing was cached
/// @param leavesAfter pieces of the answer after which the client goes away; 0 if it stays
record Ask(
    int number,
    int edge,
    String body,
    boolean streaming,
    int leavesAfter,
    long cost,
    Usage truth,
    Expected expected) {

  /// What must become of it.
  enum Expected {
    /// It depends on the others.
    EITHER,
    /// Nobody else asks, and there is just enough.
    ACCEPTED,
    /// Nobody else asks, and there is one micro-credit too little.
    REFUSED
  }
}
