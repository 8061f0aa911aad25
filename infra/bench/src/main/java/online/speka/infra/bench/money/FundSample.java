package online.speka.infra.bench.money;

/// What Redis knows of the credit, read as one step.
///
/// @param atNanos before it was read
/// @param left what the ledger says is unspent, reservations not taken off
/// @param reserved the sum of open reservations, as Redis keeps it
/// @param entries the sum of all open reservations, added up
/// @param billed of these, what is reserved for jobs that have a bill already: the same credits
///     once spent and once reserved, until the ledger has said so
record FundSample(
    long atNanos,
    long generation,
    boolean open,
    long left,
    long reserved,
    long entries,
    long billed) {

  long free() {
    return left - reserved;
  }
}
