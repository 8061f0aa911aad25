package online.speka.infra.services;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import online.speka.infra.services.process.Probe;
import org.postgresql.ds.PGSimpleDataSource;

/** Asks a PostgreSQL for {@code select 1}; while it recovers it refuses connections and says so. */
public final class JdbcProbe {

  private static final int TIMEOUT_SECONDS = 2;

  private JdbcProbe() {}

  public static Probe of(String jdbcUrl) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl);
    source.setUser(PostgresServer.USER);
    source.setConnectTimeout(TIMEOUT_SECONDS);
    source.setSocketTimeout(TIMEOUT_SECONDS);
    source.setLoginTimeout(TIMEOUT_SECONDS);
    return () -> complaint(source);
  }

  private static Optional<String> complaint(PGSimpleDataSource source) {
    try (Connection connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("select 1");
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(e.toString());
    }
  }
}
