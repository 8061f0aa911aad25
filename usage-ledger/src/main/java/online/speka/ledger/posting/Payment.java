package online.speka.ledger.posting;

import online.speka.contract.outcome.Outcome;
import online.speka.contract.usage.Usage;

/// How much of its usage a job pays, by how it ended.
///
/// - A job that **completed** pays its usage.
/// - One that broke off **after its first token** pays its prompt once and the tokens that were
/// generated until then: its client left, or its stream failed with one error.
/// - One that ended **before its first token** pays nothing, not even its prompt: refused, evicted,
/// out of time, given up after its last attempt.
/// - An answer in **one document that failed** pays nothing: nothing of it was delivered.
/// - **Attempts** that failed pay nothing, whatever they had generated. The attempt that speaks for
/// the job counts the whole answer once, what an earlier one had delivered of it included.
/// - A request in **parts** pays all of its parts, or nothing.
public enum Payment {
  FULL,
  GENERATED,
  NOTHING;

  static Payment of(Outcome outcome) {
    return switch (outcome.status()) {
      case COMPLETED -> FULL;
      case CANCELLED -> generated(outcome.usage());
      case FAILED, EVICTED ->
          outcome.job().target().streaming() ? generated(outcome.usage()) : NOTHING;
    };
  }

  private static Payment generated(Usage usage) {
    return usage.completionTokens() > 0 ? GENERATED : NOTHING;
  }

  /// What of this usage is paid.
  public Usage of(Usage usage) {
    return switch (this) {
      case FULL, GENERATED -> usage;
      case NOTHING -> Usage.NONE;
    };
  }
}
