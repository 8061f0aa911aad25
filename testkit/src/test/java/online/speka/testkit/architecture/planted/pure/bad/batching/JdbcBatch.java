package online.speka.testkit.architecture.planted.pure.bad.batching;

import java.sql.Connection;

/** A decision that knows a database. */
public record JdbcBatch(Connection connection) {}
