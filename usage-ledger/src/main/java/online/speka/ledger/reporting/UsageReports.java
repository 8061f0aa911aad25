package online.speka.ledger.reporting;

import java.io.IOException;

/// What was used, by organisation, project, key and model, by hour, day and month.
///
/// Answers come from sums by the hour, and from the bills that are not in them yet: the last few
/// seconds'. They are exact at the moment of asking. A job belongs to the hour in which it ended;
/// one that was posted after its month was closed, to the first hour that is not.
public interface UsageReports {

  /// @throws org.springframework.dao.DataAccessException while the database is away
  UsageTable usage(UsageQuery query);

  /// The same as comma-separated values (RFC 4180), with a header. Names that a spreadsheet would
  /// take for a formula are quoted with an apostrophe.
  ///
  /// @throws org.springframework.dao.DataAccessException while the database is away
  void writeCsv(UsageQuery query, Appendable out) throws IOException;
}
