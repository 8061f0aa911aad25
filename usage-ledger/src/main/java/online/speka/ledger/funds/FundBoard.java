package online.speka.ledger.funds;

import java.util.List;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.Reservation;

/// Redis, where edges read what is left and write what they reserve.
///
/// Everything can be told twice or late and changes nothing then: a reservation that has ended is
/// gone, and an older level does not replace a newer one.
public interface FundBoard {

  /// Tells of tenants, in the generation there is now.
  ///
  /// @return the funds it knows nothing of; it was told nothing of these
  /// @throws FundBoardUnavailableException if not all of it is known to be told
  List<UnknownFund> push(List<FundUpdate> updates);

  /// Makes funds known to this generation.
  ///
  /// @throws FundBoardUnavailableException as [#push]
  void open(long generation, List<FundUpdate> updates);

  /// Enters reservations again that this generation may not know.
  ///
  /// @throws FundBoardUnavailableException as [#push]
  void reassert(long generation, TenantId tenant, List<Reservation> reservations);

  /// The number of the generation there is now; 0 if there is none.
  ///
  /// @throws FundBoardUnavailableException as [#push]
  long generation();

  /// A tenant's open reservations.
  ///
  /// @throws FundBoardUnavailableException as [#push]
  List<Reservation> reservations(long generation, TenantId tenant);

  /// A fund that the current generation does not know: it is new, or lost.
  record UnknownFund(TenantId tenant, String fund) {}
}
