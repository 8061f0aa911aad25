package online.speka.testkit.services;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import online.speka.infra.services.JdbcProbe;
import online.speka.infra.services.PostgresServer;
import online.speka.infra.services.process.Ports;
import org.testcontainers.containers.GenericContainer;

/** PostgreSQL; every test class that names it gets a database of its own. */
public final class PostgresFixture extends ServiceFixture {

  private static final String IMAGE = "postgres:18";
  private static final int PORT_INSIDE = 5432;

  /**
   * Hostile: the zone furthest from UTC, so that a day is wrong wherever a zone was forgotten.
   * Durability is that of production.
   */
  private static final Map<String, String> HOSTILE =
      Map.of(
          "TimeZone", "Pacific/Kiritimati",
          "max_connections", "100",
          "idle_in_transaction_session_timeout", "60s");

  private final AtomicInteger databases = new AtomicInteger();

  private PostgresFixture(TestServer server) {
    super(server);
  }

  static PostgresFixture start() {
    return new PostgresFixture(
        switch (TestServerKind.chosen()) {
          case EMBEDDED -> new TestServer.Embedded(PostgresServer.start(settings()));
          case CONTAINERS ->
              ContainerServer.start(
                  IMAGE,
                  ContainerServer.Address.choose(),
                  PORT_INSIDE,
                  (host, port) ->
                      JdbcProbe.of(PostgresServer.jdbcUrl(host, port, PostgresServer.USER)),
                  PostgresFixture::configure);
        });
  }

  private static PostgresServer.Settings settings() {
    return new PostgresServer.Settings(
        Ports.free(), TestServerKind.temporaryDirectory("postgres"), HOSTILE);
  }

  private static void configure(GenericContainer<?> container) {
    container.addEnv("POSTGRES_HOST_AUTH_METHOD", "trust");
    container.setCommandParts(
        HOSTILE.entrySet().stream()
            .flatMap(setting -> Stream.of("-c", setting.getKey() + "=" + setting.getValue()))
            .toArray(String[]::new));
  }

  /** An empty database that nobody else uses. */
  public PostgresDatabase newDatabase() {
    PostgresDatabase template = database(PostgresServer.USER);
    String name = "test_" + databases.incrementAndGet();
    template.execute("create database " + name);
    return database(name);
  }

  private PostgresDatabase database(String name) {
    return new PostgresDatabase(
        PostgresServer.jdbcUrl(host(), port(), name), PostgresServer.USER, "");
  }

  @Override
  void clean() {
    // Classes have databases of their own, and only they know which rows may go between two tests.
  }
}
