package online.speka.infra.services;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import online.speka.infra.services.process.ChildCommand;
import online.speka.infra.services.process.DataDirectory;
import online.speka.infra.services.process.Ports;
import online.speka.infra.services.process.Probe;
import online.speka.infra.services.process.Signal;

/**
 * PostgreSQL 18 on the loopback address. Nothing that makes a commit durable is switched off: money
 * is booked here.
 *
 * <p>Every local user may connect without a password. It is the database of one developer's
 * machine.
 */
public final class PostgresServer extends LocalServer {

  /** The environment variable that moves it to another port. */
  public static final String PORT_SETTING = "SPEKA_POSTGRES_PORT";

  /** Owner of the cluster; needs no password on this machine. */
  public static final String USER = "postgres";

  private static final Map<String, String> OURS =
      Map.ofEntries(
          Map.entry("listen_addresses", HOST),
          // Socket paths are limited to 107 bytes, and data directories are not.
          Map.entry("unix_socket_directories", ""),
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("full_page_writes", "on"),
          Map.entry("shared_buffers", "64MB"),
          Map.entry("max_connections", "60"),
          Map.entry("log_checkpoints", "off"));

  /** Where it runs; {@code extra} holds settings of {@code postgresql.conf} that win over ours. */
  public record Settings(int port, Path directory, Map<String, String> extra) {
    public Settings {
      extra = Map.copyOf(extra);
    }

    public static Settings at(int port, Path directory) {
      return new Settings(port, directory, Map.of());
    }

    public Settings with(String setting, String value) {
      Map<String, String> more = new TreeMap<>(extra);
      more.put(setting, value);
      return new Settings(port, directory, more);
    }
  }

  private final Settings settings;
  private final PostgresAccount account;

  private PostgresServer(Settings settings, DataDirectory directory) {
    super("postgres", settings.port(), directory);
    this.settings = settings;
    this.account = PostgresAccount.current();
  }

  /** Creates the cluster at the first start. Returns when it answers. */
  public static PostgresServer start(Settings settings) {
    PostgresServer server = new PostgresServer(settings, DataDirectory.open(settings.directory()));
    server.open();
    return server;
  }

  public String jdbcUrl(String database) {
    return jdbcUrl(HOST, port(), database);
  }

  public static String jdbcUrl(String host, int port, String database) {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  @Override
  void requireFreePorts() {
    Ports.requireFree(port(), "PostgreSQL", PORT_SETTING);
  }

  @Override
  ChildCommand command() {
    PostgresBinaries binaries = PostgresBinaries.unpacked();
    PostgresCluster cluster = new PostgresCluster(directory(), binaries, account);
    cluster.createOnce();
    cluster.clearStaleLock();
    Map<String, String> all = new TreeMap<>(OURS);
    all.put("recovery_init_sync_method", Platform.current().syncMethod());
    all.putAll(settings.extra());
    List<String> line = new ArrayList<>(account.prefix());
    line.addAll(
        List.of(
            binaries.program("postgres").toString(),
            "-D",
            cluster.path().toString(),
            "-p",
            Integer.toString(port())));
    all.forEach((setting, value) -> line.addAll(List.of("-c", setting + "=" + value)));
    // SIGTERM would wait for clients to leave; SIGINT closes their connections and shuts down
    // cleanly.
    return ChildCommand.of(name(), line).withStopSignal(Signal.INT);
  }

  @Override
  Probe probe() {
    return JdbcProbe.of(jdbcUrl(USER));
  }

  /**
   * After SIGKILL of the first process the others need a moment to notice and to let go of the
   * shared memory.
   */
  @Override
  boolean isPassing(String logTail) {
    return logTail.contains("pre-existing shared memory block");
  }
}
