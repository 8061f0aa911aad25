package online.speka.infra.bench.events;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import online.speka.contract.usage.Prices;
import org.postgresql.PGConnection;

/// The ledger's database, as an outsider sees it.
final class JdbcBooks implements AutoCloseable {

  private static final String BILL_COLUMNS =
      "tenant_id, key_id, model_id, kind, lane, status, cause, attempt_epoch, attempt_number,"
          + " prompt_tokens, cached_prompt_tokens, completion_tokens, reasoning_tokens,"
          + " price_version_id, amount, queued_us, first_token_us, generation_us, submitted_at,"
          + " ended_at, posted_at";

  private static final String USER = "postgres";

  private final Connection connection;
  private final Connection holder;

  /// @param url of JDBC
  JdbcBooks(String url) {
    try {
      this.connection = DriverManager.getConnection(url, USER, "");
      this.holder = DriverManager.getConnection(url, USER, "");
      holder.setAutoCommit(false);
    } catch (SQLException e) {
      throw new IllegalStateException("connecting to PostgreSQL", e);
    }
  }

  long ask(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /// The price of a model that holds now.
  Prices prices(String model) {
    String where =
        " from price_version where model_id = '"
            + model.replace("'", "''")
            + "' order by valid_from desc limit 1";
    return new Prices(
        ask("select prompt" + where),
        ask("select cached_prompt" + where),
        ask("select completion" + where));
  }

  /// From now on no ledger can finish a transaction with charges: it has written its bills, and
  /// waits for the balance of revenue.
  void holdRevenue() {
    try (Statement statement = holder.createStatement()) {
      statement.execute(
          "select from account_balance where account_id ="
              + " (select account_id from account where kind = 'REVENUE') for update");
    } catch (SQLException e) {
      throw new IllegalStateException("holding revenue", e);
    }
  }

  void releaseRevenue() {
    try {
      holder.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException("releasing revenue", e);
    }
  }

  boolean isLedgerWaiting() {
    return ask(
            "select count(*) from pg_stat_activity where application_name = 'speka-ledger'"
                + " and wait_event_type = 'Lock'")
        > 0;
  }

  /// Bills as text, under ids that nobody has.
  byte[] exported(int max) {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    try {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut(
              "copy (select gen_random_uuid(), "
                  + BILL_COLUMNS
                  + " from job_bill limit "
                  + max
                  + ") to stdout",
              rows);
      return rows.toByteArray();
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("exporting bills", e);
    }
  }

  /// Puts them into the same table with nothing but COPY.
  ///
  /// @return how many
  long imported(byte[] rows) {
    try {
      return connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "copy job_bill (job_id, " + BILL_COLUMNS + ") from stdin",
              new ByteArrayInputStream(rows));
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("importing bills", e);
    }
  }

  @Override
  public void close() {
    try {
      holder.close();
      connection.close();
    } catch (SQLException e) {
      System.err.println("bench: a connection was not closed: " + e.getMessage());
    }
  }
}
