package online.speka.ledger.rollup;

import java.util.Objects;

/// What became of a month that was to be closed.
public sealed interface MonthClosing {

  /// It is closed, since now or since before.
  record Done(ClosedMonth month) implements MonthClosing {
    public Done {
      Objects.requireNonNull(month);
    }
  }

  /// It stays as it is.
  record Refused(Why why) implements MonthClosing {
    public Refused {
      Objects.requireNonNull(why);
    }
  }

  /// Why a month is not closed.
  enum Why {
    /// It has not ended long enough ago: outcomes of it are still on their way.
    NOT_OVER,
    /// An earlier month has figures and is open.
    EARLIER_MONTH_OPEN,
    /// A later month is closed: what is posted for this one is in a later month already.
    LATER_MONTH_CLOSED
  }
}
