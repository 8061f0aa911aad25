package online.speka.infra.services;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import online.speka.infra.services.process.ChildCommand;
import online.speka.infra.services.process.DataDirectory;
import online.speka.infra.services.process.Ports;
import online.speka.infra.services.process.Probe;
import online.speka.infra.services.process.ServiceException;

/**
 * Redis 7.0.15 on the loopback address. What it acknowledged survives SIGKILL when {@code
 * appendOnly} is on.
 */
public final class RedisServer extends LocalServer {

  /** The environment variable that moves it to another port. */
  public static final String PORT_SETTING = "SPEKA_REDIS_PORT";

  private static final Duration PING_WAIT_MAX = Duration.ofSeconds(2);

  /** Where it runs; {@code extra} holds directives of {@code redis.conf} that win over ours. */
  public record Settings(int port, Path directory, boolean appendOnly, Map<String, String> extra) {
    public Settings {
      extra = Map.copyOf(extra);
    }

    public static Settings at(int port, Path directory) {
      return new Settings(port, directory, true, Map.of());
    }

    /** Nothing on disk: what a cache may be. */
    public Settings inMemory() {
      return new Settings(port, directory, false, extra);
    }

    public Settings with(String directive, String value) {
      Map<String, String> more = new TreeMap<>(extra);
      more.put(directive, value);
      return new Settings(port, directory, appendOnly, more);
    }
  }

  private final Settings settings;

  private RedisServer(Settings settings, DataDirectory directory) {
    super("redis", settings.port(), directory);
    this.settings = settings;
  }

  /** Returns when it answers. */
  public static RedisServer start(Settings settings) {
    RedisServer server = new RedisServer(settings, DataDirectory.open(settings.directory()));
    server.open();
    return server;
  }

  public String uri() {
    return "redis://" + HOST + ":" + port();
  }

  @Override
  void requireFreePorts() {
    Ports.requireFree(port(), "Redis", PORT_SETTING);
  }

  @Override
  ChildCommand command() {
    Path binaries =
        BinaryCache.ofThisUser()
            .directoryOf(
                "redis-server", Platform.current().redisResource(), RedisServer::copyProgram);
    Path config = directory().resolve("redis.conf");
    try {
      Files.writeString(config, configuration());
    } catch (IOException e) {
      throw new ServiceException("Cannot write " + config + " (" + e + "): make it writable.", e);
    }
    return ChildCommand.of(
        name(), List.of(binaries.resolve("redis-server").toString(), config.toString()));
  }

  private String configuration() {
    Map<String, String> directives = new TreeMap<>();
    directives.put("port", Integer.toString(port()));
    directives.put("bind", HOST);
    directives.put("protected-mode", "yes");
    directives.put("daemonize", "no");
    directives.put("dir", "\"" + directory().subdirectory("data") + "\"");
    directives.put("appendonly", settings.appendOnly() ? "yes" : "no");
    directives.put("appendfsync", "everysec");
    directives.put("save", "\"\"");
    // Reservations and replay logs live here: better to refuse a write than to forget one.
    directives.put("maxmemory-policy", "noeviction");
    // The title would replace the command line, by which the next start recognises a leftover.
    directives.put("set-proc-title", "no");
    directives.put("loglevel", "notice");
    directives.put("logfile", "\"\"");
    directives.putAll(settings.extra());
    StringBuilder text = new StringBuilder();
    directives.forEach(
        (directive, value) -> text.append(directive).append(' ').append(value).append('\n'));
    return text.toString();
  }

  private static void copyProgram(Path directory, InputStream packed) throws IOException {
    Path program = directory.resolve("redis-server");
    Files.copy(packed, program);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  @Override
  Probe probe() {
    return () -> ping(HOST, port());
  }

  /** Asks any Redis for {@code PONG}; while it loads its file it says so instead. */
  public static Optional<String> ping(String host, int port) {
    int timeoutMs = (int) PING_WAIT_MAX.toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), timeoutMs);
      socket.setSoTimeout(timeoutMs);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(5);
      String text = new String(answer, StandardCharsets.US_ASCII);
      return text.equals("+PONG") ? Optional.empty() : Optional.of("it answers " + text);
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }
}
