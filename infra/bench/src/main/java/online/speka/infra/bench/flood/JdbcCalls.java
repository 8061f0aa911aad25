package online.speka.infra.bench.flood;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// PostgreSQL's own count of transactions.
public final class JdbcCalls implements AutoCloseable {

  private static final String COUNT =
      """
      select sum(xact_commit + xact_rollback) from pg_stat_database
      """;

  private final Connection connection;

  /// @param url of JDBC
  public JdbcCalls(String url) {
    try {
      this.connection = DriverManager.getConnection(url, "postgres", "");
    } catch (SQLException e) {
      throw new IllegalStateException("connecting to PostgreSQL", e);
    }
  }

  public long count() {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(COUNT)) {
      if (!row.next()) {
        throw new IllegalStateException("PostgreSQL does not count transactions");
      }
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("counting transactions", e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      System.err.println("bench: a connection was not closed: " + e.getMessage());
    }
  }
}
