package online.speka.ledger.intake;

import java.util.Collection;
import online.speka.contract.outcome.Outcome;

/// Told what jobs have used, so that limits that were charged by estimate are corrected. Never
/// blocks and never fails: an estimate that is not corrected flows back with time.
interface UsedTokens {

  UsedTokens NONE = _ -> {};

  /// @param outcomes billed just now; a request in parts is one
  void report(Collection<Outcome> outcomes);
}
