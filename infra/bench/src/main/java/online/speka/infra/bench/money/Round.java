package online.speka.infra.bench.money;

import java.util.List;

/// A storm of clients, and the quiet after it.
///
/// @param credit what could be spent when it began, with nothing reserved
/// @param kills when a server was killed; they need some time to come back
/// @param settled whether all was billed and no reservation was left, within the wait for it
/// @param settledNanos how long that took after the last client had its answer
/// @param left what Redis said could be spent then
/// @param balance what the database said
/// @param entries reservations that were left
record Round(
    int number,
    long credit,
    List<Long> kills,
    boolean settled,
    long settledNanos,
    long left,
    long balance,
    long entries) {
  Round {
    kills = List.copyOf(kills);
  }
}
