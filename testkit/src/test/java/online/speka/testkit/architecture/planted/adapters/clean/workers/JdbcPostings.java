package online.speka.testkit.architecture.planted.adapters.clean.workers;

import javax.sql.DataSource;

/** Says what it uses. */
public record JdbcPostings(DataSource source) {}
