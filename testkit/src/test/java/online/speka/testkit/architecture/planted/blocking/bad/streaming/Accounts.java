package online.speka.testkit.architecture.planted.blocking.bad.streaming;

import java.sql.Connection;

/** JDBC blocks too. */
public record Accounts(Connection connection) {}
