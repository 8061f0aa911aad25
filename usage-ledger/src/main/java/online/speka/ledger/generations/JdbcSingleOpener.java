package online.speka.ledger.generations;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A lock of PostgreSQL on a connection of its own: no transaction is open meanwhile, and the lock
/// goes with the connection.
final class JdbcSingleOpener implements SingleOpener {

  private static final String LOCK = "select pg_try_advisory_lock(hashtext(?))";
  private static final String UNLOCK = "select pg_advisory_unlock(hashtext(?))";

  private static final String NEXT =
      """
      select setval('fund_generation', greatest(nextval('fund_generation'), :above + 1))
      """;

  private final DataSource database;
  private final JdbcClient jdbc;
  private final String name;

  JdbcSingleOpener(DataSource database, JdbcClient jdbc, String name) {
    this.database = database;
    this.jdbc = jdbc;
    this.name = name;
  }

  @Override
  public boolean run(Runnable work) {
    try (Connection connection = database.getConnection()) {
      if (!is(connection, LOCK)) {
        return false;
      }
      try {
        work.run();
        return true;
      } finally {
        var _ = is(connection, UNLOCK);
      }
    } catch (SQLException e) {
      throw new DataAccessResourceFailureException("locking " + name, e);
    }
  }

  private boolean is(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  @Override
  public long nextNumber(long above) {
    return jdbc.sql(NEXT).param("above", above).query(Long.class).single();
  }
}
