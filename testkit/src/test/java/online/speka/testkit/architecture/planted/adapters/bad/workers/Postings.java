package online.speka.testkit.architecture.planted.adapters.bad.workers;

import javax.sql.DataSource;

/** Uses a database without saying so. */
public record Postings(DataSource source) {}
