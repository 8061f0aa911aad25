package online.speka.infra.faults.facts;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import online.speka.contract.usage.Usage;
import online.speka.infra.faults.history.Bill;
import online.speka.infra.faults.history.Entry;

/// Reads the ledger's tables. Every look is a connection of its own: the server may have been
/// killed since the last.
public final class JdbcLedger {

  private static final String USER = "postgres";

  private static final String BILLS =
      """
      select job_id, tenant_id, model_id, status, attempt_epoch, attempt_number,
             prompt_tokens, cached_prompt_tokens, completion_tokens, reasoning_tokens, amount
        from job_bill where submitted_at >= ?
      """;

  private static final String BOOKS =
      """
      select (select count(*) from (
                select from posting group by transaction_id having sum(amount) <> 0) t),
             (select coalesce(sum(amount), 0) from posting),
             (select count(*) from job_bill b where b.amount <> coalesce(
                (select sum(p.amount) from posting p
                  where p.transaction_id = b.job_id and p.amount > 0), 0)),
             (select count(*) from held_outcome)
      """;

  private final String url;

  public JdbcLedger(String url) {
    this.url = url;
  }

  /// Bills of jobs that were submitted since then.
  public List<Bill> bills(Instant since) {
    try (Connection connection = DriverManager.getConnection(url, USER, "");
        PreparedStatement query = connection.prepareStatement(BILLS)) {
      query.setTimestamp(1, Timestamp.from(since));
      List<Bill> bills = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          bills.add(bill(rows));
        }
      }
      return bills;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read the bills", e);
    }
  }

  private static Bill bill(ResultSet row) throws SQLException {
    return new Bill(
        row.getString("job_id"),
        row.getString("tenant_id"),
        row.getString("model_id"),
        row.getString("status"),
        row.getInt("attempt_epoch"),
        row.getInt("attempt_number"),
        new Usage(
            row.getLong("prompt_tokens"),
            row.getLong("cached_prompt_tokens"),
            row.getLong("completion_tokens"),
            row.getLong("reasoning_tokens")),
        row.getLong("amount"));
  }

  /// The books as a whole.
  public Entry.Books books(long atMicros) {
    try (Connection connection = DriverManager.getConnection(url, USER, "");
        PreparedStatement query = connection.prepareStatement(BOOKS);
        ResultSet row = query.executeQuery()) {
      row.next();
      return new Entry.Books(
          atMicros, row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read the books", e);
    }
  }
}
