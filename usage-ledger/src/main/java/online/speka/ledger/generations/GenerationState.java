package online.speka.ledger.generations;

import java.util.Optional;
import online.speka.contract.wire.FundsGeneration;

/// What is known of the current generation, and what follows from it.
///
/// @param mark what Redis says; empty if nothing
/// @param isLoaded whether Redis knows the script that admits in it
/// @param areFundsLost whether it does not know funds that it was told of
record GenerationState(Optional<FundsGeneration> mark, boolean isLoaded, boolean areFundsLost) {

  Verdict verdict() {
    if (mark.isEmpty()) {
      return Verdict.MISSING;
    }
    if (!mark.get().isOpen()) {
      return Verdict.UNOPENED;
    }
    if (!isLoaded) {
      return Verdict.FORGOTTEN;
    }
    return areFundsLost ? Verdict.FUNDS_LOST : Verdict.SERVES;
  }

  /// Whether there has to be another generation, and why.
  enum Verdict {
    SERVES(false),
    /// There was none ever, or everything is gone.
    MISSING(true),
    /// Whoever opened it died, or is doing it just now: then it holds the lock.
    UNOPENED(true),
    /// Redis was restarted, or another one took over: its last writes may be gone.
    FORGOTTEN(true),
    FUNDS_LOST(true);

    private final boolean isOver;

    Verdict(boolean isOver) {
      this.isOver = isOver;
    }

    boolean isOver() {
      return isOver;
    }
  }
}
