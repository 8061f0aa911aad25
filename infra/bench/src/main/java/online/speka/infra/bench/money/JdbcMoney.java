package online.speka.infra.bench.money;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.LongSupplier;
import online.speka.contract.usage.Usage;
import org.jspecify.annotations.Nullable;

/// The books of one organisation, as an outsider sees them. A look that fails is no look: the
/// server may have been killed.
final class JdbcMoney implements AutoCloseable {

  private static final String BALANCE =
      """
      select coalesce((select b.balance from account a join account_balance b using (account_id)
                        where a.tenant_id = ?), 0),
             (select coalesce(sum(amount), 0) from posting)
      """;

  private static final String BILLED =
      "select replace(job_id::text, '-', '') from job_bill where tenant_id = ?";

  private static final String BILLS =
      """
      with charge as (
        select t.job_id, count(distinct t.transaction_id) as charges,
               coalesce(sum(p.amount) filter (where p.amount > 0), 0) as charged
          from ledger_transaction t left join posting p using (transaction_id)
         where t.kind = 'JOB_CHARGE' group by t.job_id)
      select replace(b.job_id::text, '-', ''), status, prompt_tokens, cached_prompt_tokens,
             completion_tokens, reasoning_tokens, amount,
             coalesce(charges, 0), coalesce(charged, 0)
        from job_bill b left join charge using (job_id) where tenant_id = ?
      """;

  private static final String SECONDS_MAX = "10";

  private final String url;
  private final String tenant;
  private final LongSupplier ticker;
  private final Set<String> billed = new HashSet<>();
  private @Nullable Connection connection;

  JdbcMoney(String url, String tenant, LongSupplier ticker) {
    this.url = url;
    this.tenant = tenant;
    this.ticker = ticker;
  }

  /// Everything as of one moment.
  Optional<BookSample> look() {
    long now = ticker.getAsLong();
    List<String> added = new ArrayList<>();
    try {
      BookSample sample = sample(now, added);
      billed.addAll(added);
      return Optional.of(sample);
    } catch (SQLException _) {
      disconnect();
      return Optional.empty();
    }
  }

  private BookSample sample(long now, List<String> added) throws SQLException {
    Connection open = connection();
    try (PreparedStatement balance = open.prepareStatement(BALANCE);
        PreparedStatement jobs = open.prepareStatement(BILLED)) {
      balance.setString(1, tenant);
      jobs.setString(1, tenant);
      try (ResultSet amounts = balance.executeQuery();
          ResultSet rows = jobs.executeQuery()) {
        amounts.next();
        while (rows.next()) {
          String job = rows.getString(1);
          if (!billed.contains(job)) {
            added.add(job);
          }
        }
        return new BookSample(now, amounts.getLong(1), added, amounts.getLong(2));
      } finally {
        open.rollback();
      }
    }
  }

  /// Whether this job was billed when the last look was taken.
  boolean isBilled(String job) {
    return billed.contains(job);
  }

  /// @throws IllegalStateException if the database does not answer
  List<Bill> bills() {
    List<Bill> bills = new ArrayList<>();
    try (PreparedStatement query = connection().prepareStatement(BILLS)) {
      query.setString(1, tenant);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          bills.add(bill(row));
        }
      }
      return bills;
    } catch (SQLException e) {
      throw new IllegalStateException("reading the bills", e);
    }
  }

  private static Bill bill(ResultSet row) throws SQLException {
    return new Bill(
        row.getString(1),
        row.getString(2),
        new Usage(row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6)),
        row.getLong(7),
        row.getInt(8),
        row.getLong(9));
  }

  private Connection connection() throws SQLException {
    Connection now = connection;
    if (now == null) {
      Properties settings = new Properties();
      settings.setProperty("user", "postgres");
      settings.setProperty("password", "");
      settings.setProperty("connectTimeout", SECONDS_MAX);
      settings.setProperty("socketTimeout", SECONDS_MAX);
      now = DriverManager.getConnection(url, settings);
      now.setAutoCommit(false);
      now.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection = now;
    }
    return now;
  }

  private void disconnect() {
    Connection old = connection;
    connection = null;
    try {
      if (old != null) {
        old.close();
      }
    } catch (SQLException _) {
      // The server has gone; so has the connection.
    }
  }

  @Override
  public void close() {
    disconnect();
  }
}
