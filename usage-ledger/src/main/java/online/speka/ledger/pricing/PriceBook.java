package online.speka.ledger.pricing;

import java.time.Instant;
import java.util.List;
import online.speka.contract.catalog.ModelId;

/// The prices of all models, by date. What is recorded is never changed: a bill names the version
/// it was made with. A price that has not begun is corrected by another from the same moment on.
///
/// The catalog's prices are the default, recorded when the ledger starts. Once a price that was set
/// here holds, the catalog has no say in that model any more.
public interface PriceBook {

  /// Most versions of one model that are told.
  int HISTORY_MAX = 1000;

  /// The same price twice is one price, and gets the same answer.
  ///
  /// @throws online.speka.ledger.posting.LedgerUnavailableException if it may work later
  PriceChange set(NewPrice price);

  /// The price of every model that a job pays which is submitted at this moment, by model.
  ///
  /// @throws online.speka.ledger.posting.LedgerUnavailableException if the database is away
  List<PriceRecord> inForce(Instant at);

  /// The prices in force at this moment, and those that begin later.
  ///
  /// @throws online.speka.ledger.posting.LedgerUnavailableException if the database is away
  PriceList from(Instant at);

  /// Id of the price that was recorded last; 0 if there is none.
  ///
  /// @throws online.speka.ledger.posting.LedgerUnavailableException if the database is away
  long lastVersion();

  /// All versions of a model, the one that holds longest from now first; empty if there is no such
  /// model.
  ///
  /// @throws online.speka.ledger.posting.LedgerUnavailableException if the database is away
  List<PriceRecord> history(ModelId model);
}
