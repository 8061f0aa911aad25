package online.speka.infra.bench.reports;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Bills that are put into the ledger's database beside the ledger. They have no charges: reports
/// of usage do not read those.
final class JdbcBills implements AutoCloseable {

  private static final String USER = "postgres";
  private static final double SEED = 0.5;

  /// Whole pages are sampled, so some more are needed to choose from.
  private static final int SAMPLED_PER_JOB = 100;

  /// Spread evenly over time; few organisations have most of it, as is usual. Ids grow with time,
  /// as jobs' do (UUIDv7).
  private static final String INSERT =
      """
      insert into job_bill (job_id, tenant_id, key_id, model_id, kind, lane, status, cause,
        attempt_epoch, attempt_number, prompt_tokens, cached_prompt_tokens, completion_tokens,
        reasoning_tokens, price_version_id, amount, queued_us, first_token_us, generation_us,
        submitted_at, ended_at, posted_at)
      select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7000'
               || '8' || lpad(to_hex(number), 15, '0'))::uuid,
             (?::text[])[org + 1], (?::text[])[org * ? + (number % ?) + 1],
             (?::text[])[floor(power(random(), 2) * ?)::int + 1],
             'CHAT_COMPLETIONS', 'INTERACTIVE', 'COMPLETED', 'FINISHED', 1, 1,
             100 + number % 400, 0, 50 + number % 300, 0, ?, 10 + number % 90, 5000, 200000,
             3000000, at - interval '4 seconds', at, at
        from (select number, ?::timestamptz + (number - ?)::double precision / ? * ?::interval as at,
                     floor(power(random(), 3) * ?)::int as org
                from generate_series(?::bigint, ?::bigint) as number) as made
      """;

  private final Connection connection;

  /// @param url of JDBC
  JdbcBills(String url) {
    try {
      this.connection = DriverManager.getConnection(url, USER, "");
    } catch (SQLException e) {
      throw new IllegalStateException("connecting to PostgreSQL", e);
    }
    run("select setseed(" + SEED + ")");
  }

  /// Bills that lie evenly over a span of time.
  ///
  /// @param first number of the first of all of them
  /// @param count how many all of them are
  record Series(long first, long count, Instant from, Duration span) {}

  /// Puts some of a series there, in one transaction.
  void put(Customers customers, Series series, long from, long to) {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      int at = 1;
      insert.setArray(at++, texts(customers.organizations()));
      insert.setArray(at++, texts(customers.keys()));
      insert.setInt(at++, customers.keysEach());
      insert.setInt(at++, customers.keysEach());
      insert.setArray(at++, texts(customers.models()));
      insert.setInt(at++, customers.models().size());
      insert.setLong(at++, customers.priceVersion());
      insert.setTimestamp(at++, Timestamp.from(series.from()));
      insert.setLong(at++, series.first());
      insert.setLong(at++, series.count());
      insert.setString(at++, series.span().toString());
      insert.setInt(at++, customers.organizations().size());
      insert.setLong(at++, from);
      insert.setLong(at, to - 1);
      int _ = insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("inserting bills", e);
    }
  }

  /// As autovacuum does, a minute later.
  void gatherStatistics() {
    run("vacuum analyze job_bill");
    run("vacuum analyze usage_hour");
    run("vacuum analyze usage_day");
  }

  /// Whether the ledger has summed up all there is.
  boolean isRolledUp() {
    return ask(
            "select count(*) from (select from job_bill where posted_in >"
                + " (select rolled_to from rollup) limit 1) as new")
        == 0;
  }

  long billsBefore(Instant end) {
    return ask("select count(*) from job_bill where ended_at < '" + end + "'");
  }

  long hourlySums() {
    return ask("select count(*) from usage_hour");
  }

  long bytes() {
    return ask("select pg_total_relation_size('job_bill')");
  }

  long anyPriceVersion() {
    return ask("select min(price_version_id) from price_version");
  }

  /// Ids of jobs, from all over the table.
  ///
  /// @param count at most so many
  /// @param of how many there are
  List<String> jobs(int count, long of) {
    double percent = Math.min(100, 100.0 * SAMPLED_PER_JOB * count / of);
    List<String> jobs = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select job_id from job_bill tablesample system ("
                    + percent
                    + ") order by random() limit "
                    + count)) {
      while (rows.next()) {
        jobs.add(rows.getString(1));
      }
      return jobs;
    } catch (SQLException e) {
      throw new IllegalStateException("choosing bills", e);
    }
  }

  private Array texts(List<String> values) throws SQLException {
    return connection.createArrayOf("text", values.toArray());
  }

  private long ask(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      boolean _ = statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
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
