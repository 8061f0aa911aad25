package online.speka.infra.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import online.speka.contract.catalog.ModelId;
import online.speka.infra.services.KafkaServer;
import online.speka.infra.services.PostgresServer;
import online.speka.infra.services.RedisServer;
import org.springframework.boot.convert.DurationStyle;

/// What the environment says. Every mistake names its variable.
///
/// @param data where everything is kept
/// @param restart whether a process of a topology is started again when it dies
/// @param classArchive whether processes keep their loaded classes for the next start
/// @param upstreams model id to the base URL of the OpenAI-compatible server that serves it
/// @param models ids of the built-in models to offer; empty means all
/// @param detours ways of parts to services that lead through somebody's proxy
record LocalSettings(
    int port,
    int consolePort,
    Path data,
    Topology topology,
    boolean restart,
    boolean fixtures,
    boolean classArchive,
    Map<ModelId, URI> upstreams,
    Set<String> models,
    Simulation simulation,
    PortChoice ports,
    Detours detours) {

  private static final int UPSTREAMS_MAX = 100;

  LocalSettings {
    upstreams = Map.copyOf(upstreams);
    models = Set.copyOf(models);
  }

  /// Where child processes keep their loaded classes from one start to the next.
  Path classArchives() {
    return data.resolve("class-archives");
  }

  /// Whether this built-in model is wanted.
  boolean offers(String model) {
    return models.isEmpty() || models.contains(model);
  }

  /// Whether this model is wanted by its name.
  boolean names(String model) {
    return models.contains(model);
  }

  /// Ports of the services and of the admin API, where the environment gives them.
  record PortChoice(
      OptionalInt kafka,
      OptionalInt kafkaController,
      OptionalInt redis,
      OptionalInt postgres,
      OptionalInt admin) {}

  /// Knobs of the simulated models.
  record Simulation(
      Duration timeToFirstToken, Duration interToken, Duration prefillPerToken, int slots) {}

  static LocalSettings of(Map<String, String> environment) {
    Reader in = new Reader(environment);
    boolean separate = !in.text("SPEKA_TOPOLOGY", "").isBlank();
    return new LocalSettings(
        in.port("SPEKA_PORT", 8080),
        in.port("SPEKA_CONSOLE_PORT", 8081),
        Path.of(in.text("SPEKA_DATA", ".speka")).toAbsolutePath().normalize(),
        separate
            ? Topology.parse(in.text("SPEKA_TOPOLOGY", ""))
            : Topology.inOneProcess(Topology.count("SPEKA_WORKERS", in.text("SPEKA_WORKERS", "1"))),
        // A worker of the default stack comes back; a topology is for tests that kill things.
        in.flag("SPEKA_RESTART", !separate),
        in.flag("SPEKA_FIXTURES", false),
        in.flag("SPEKA_CLASS_ARCHIVE", true),
        in.upstreams("SPEKA_UPSTREAM"),
        new TreeSet<>(in.list("SPEKA_MODELS")),
        new Simulation(
            in.duration("SPEKA_SIM_TTFT", Duration.ofMillis(40)),
            in.duration("SPEKA_SIM_ITL", Duration.ofMillis(15)),
            in.duration("SPEKA_SIM_PREFILL", Duration.ZERO),
            in.number("SPEKA_SIM_SLOTS", 64, 1, 4096)),
        new PortChoice(
            in.portChoice(KafkaServer.PORT_SETTING),
            in.portChoice(KafkaServer.CONTROLLER_PORT_SETTING),
            in.portChoice(RedisServer.PORT_SETTING),
            in.portChoice(PostgresServer.PORT_SETTING),
            in.portChoice("SPEKA_ADMIN_PORT")),
        Detours.parse(in.list(Detours.SETTING)));
  }

  private record Reader(Map<String, String> environment) {

    String text(String name, String fallback) {
      String value = environment.getOrDefault(name, "").strip();
      return value.isEmpty() ? fallback : value;
    }

    boolean flag(String name, boolean fallback) {
      return switch (text(name, Boolean.toString(fallback))) {
        case "true" -> true;
        case "false" -> false;
        default -> throw wrong(name, "true or false");
      };
    }

    int port(String name, int fallback) {
      return number(name, fallback, 1, 65_535);
    }

    OptionalInt portChoice(String name) {
      return text(name, "").isEmpty() ? OptionalInt.empty() : OptionalInt.of(port(name, 1));
    }

    int number(String name, int fallback, int min, int max) {
      try {
        int value = Integer.parseInt(text(name, Integer.toString(fallback)));
        if (value >= min && value <= max) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Said below, together with numbers out of range.
      }
      throw wrong(name, "a number from " + min + " to " + max);
    }

    Duration duration(String name, Duration fallback) {
      String text = text(name, "");
      try {
        Duration value = text.isEmpty() ? fallback : DurationStyle.detectAndParse(text);
        if (!value.isNegative()) {
          return value;
        }
      } catch (IllegalArgumentException e) {
        // Said below, together with negative ones.
      }
      throw wrong(name, "a duration such as 50ms or 2s");
    }

    List<String> list(String name) {
      String text = text(name, "");
      return text.isEmpty()
          ? List.of()
          : List.of(text.split(",", -1)).stream().map(String::strip).toList();
    }

    Map<ModelId, URI> upstreams(String name) {
      Map<ModelId, URI> upstreams = new LinkedHashMap<>();
      for (String entry : list(name)) {
        int split = entry.indexOf('=');
        try {
          ModelId id = new ModelId(entry.substring(0, Math.max(split, 0)));
          URI url = URI.create(entry.substring(split + 1));
          if (url.getHost() == null || !Set.of("http", "https").contains(url.getScheme())) {
            throw new IllegalArgumentException("not an http(s) URL: " + url);
          }
          upstreams.put(id, url);
        } catch (IllegalArgumentException e) {
          throw wrong(name, "like my-model=http://127.0.0.1:8000/v1 (" + e.getMessage() + ")");
        }
      }
      if (upstreams.size() > UPSTREAMS_MAX) {
        throw wrong(name, "at most " + UPSTREAMS_MAX + " servers");
      }
      return upstreams;
    }

    private LocalException wrong(String name, String expected) {
      return new LocalException(
          name + " must be " + expected + ", not \"" + environment.get(name) + "\".");
    }
  }
}
