package online.speka.ledger.reporting;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Reports for tests of other packages. */
public final class UsageReportsFixture {

  private UsageReportsFixture() {}

  public static UsageReports of(JdbcClient jdbc) {
    return new JdbcUsageReports(jdbc);
  }
}
