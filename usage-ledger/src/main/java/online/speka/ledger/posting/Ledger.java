package online.speka.ledger.posting;

import java.time.Instant;
import java.util.List;
import online.speka.contract.outcome.JobEvent;

/// Where bills and postings are kept.
///
/// Every job has at most one bill, and a request that was cut into several jobs has one for all of
/// them, however often and in whatever order its facts are handed in, and by however many processes
/// at the same time.
public interface Ledger {

  /// Takes all of these facts or none.
  ///
  /// @return one receipt for each fact, in the same order; what they say is durable
  /// @throws LedgerRefusedException if one of the facts cannot be stored; none was taken
  /// @throws LedgerUnavailableException if it may work later; none is known to be taken
  List<Receipt> post(List<JobEvent> events);

  /// Bills outcomes that were held and can be billed by now.
  ///
  /// @param max most outcomes to look at
  /// @return what became of them; empty when none is left that can be billed
  /// @throws LedgerUnavailableException if it may work later
  List<Receipt> postHeld(int max);

  /// Bills, with nothing, requests in parts that were never submitted whole: some of their parts
  /// ended, and the others will never be heard of.
  ///
  /// @param openedBefore requests with an outcome from before this moment are given up; far enough
  ///     back that no outcome from then can still be on its way
  /// @param max most requests to look at
  /// @return what became of them; empty when none is left
  /// @throws LedgerUnavailableException if it may work later
  List<Receipt> closeAbandoned(Instant openedBefore, int max);
}
