package online.speka.infra.faults.client;

import online.speka.infra.faults.history.Kind;

/// Of what kinds the requests of a load are. Shares are of one; what is left over is streams whose
/// clients stay.
///
/// @param documents chat answers in one piece
/// @param embeddings vectors
/// @param leaving streams whose clients go away somewhere in the middle
/// @param streams of what kind the streams are
public record Mix(
    double documents, double embeddings, double leaving, Kind streams, Payers payers) {

  /// What a busy platform sees.
  public static final Mix USUAL = new Mix(0.1, 0.1, 0.05, Kind.STREAM, Payers.AFTERWARDS);

  /// Nobody leaves.
  public static final Mix STAYING = new Mix(0.1, 0.1, 0, Kind.STREAM, Payers.AFTERWARDS);

  /// Nothing but streams whose clients come again.
  public static final Mix RESUMABLE = new Mix(0, 0, 0, Kind.RESUMABLE, Payers.AFTERWARDS);

  /// Nobody leaves, and everybody pays from one purse.
  public static Mix paidBefore(long credit) {
    return new Mix(0.1, 0, 0, Kind.STREAM, Payers.before(credit));
  }

  public Mix {
    if (documents < 0 || embeddings < 0 || leaving < 0 || documents + embeddings + leaving > 1) {
      throw new IllegalArgumentException("shares are not negative and at most one together");
    }
  }
}
