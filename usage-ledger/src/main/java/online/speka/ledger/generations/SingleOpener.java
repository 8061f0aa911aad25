package online.speka.ledger.generations;

/// Lets one ledger at a time do what only one should.
interface SingleOpener {

  /// Does nothing while another does it.
  ///
  /// @throws org.springframework.dao.DataAccessException if the database is away
  boolean run(Runnable work);

  /// A number that was never given before.
  ///
  /// @param above and that is higher than this
  long nextNumber(long above);
}
