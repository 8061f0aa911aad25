package online.speka.infra.bench.scenario;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import online.speka.infra.bench.stack.ReadyFile;
import online.speka.infra.bench.stack.StackException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which platform is measured. Nothing given: one is started and stopped again.
final class StackOptions {

  /// Where the upstream listens if the platform was started by somebody else.
  static final int UPSTREAM_PORT_OF_GIVEN = 18_999;

  private static final String SEPARATE_ROLES = "edge=1,dispatcher=1,worker=1,ledger=1";

  @Option(
      names = "--ready",
      paramLabel = "FILE",
      description =
          "ready.json of a running platform, started with"
              + " SPEKA_UPSTREAM=bench/fixed-delay=http://127.0.0.1:18999/v1.")
  private @Nullable Path ready;

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description = "A running platform of which only this and a key are known: no floor, no CPU.")
  private @Nullable URI baseUrl;

  @Option(names = "--key", paramLabel = "KEY", description = "API key for --base-url.")
  private String key = "";

  @Option(
      names = "--model",
      defaultValue = "bench/fixed-delay",
      description = "The upstream's model. Default: ${DEFAULT-VALUE}.")
  private String model = "";

  @Option(
      names = "--upstream-port",
      paramLabel = "PORT",
      description = "Default: any, or " + UPSTREAM_PORT_OF_GIVEN + " for a given platform.")
  private @Nullable Integer upstreamPort;

  @Option(
      names = "--topology",
      paramLabel = "ROLES",
      defaultValue = "",
      description =
          "SPEKA_TOPOLOGY of the platform to start, e.g. edge=1,dispatcher=1,worker=1,ledger=1:"
              + " a process, and so a CPU figure, for each.")
  private String topology = "";

  /// The platform that was given, or empty if one is to be started.
  Optional<ReadyFile> given() {
    if (ready != null) {
      return Optional.of(ReadyFile.read(ready));
    }
    if (baseUrl == null) {
      return Optional.empty();
    }
    if (!"http".equals(baseUrl.getScheme())) {
      throw new StackException("--base-url must be an http:// URL that ends in /v1.");
    }
    return Optional.of(new ReadyFile(baseUrl.toString(), key, java.util.List.of()));
  }

  String model() {
    return model;
  }

  String topology() {
    return topology;
  }

  /// A process for each role, unless something else was asked for.
  void separateRoles() {
    if (topology.isEmpty()) {
      topology = SEPARATE_ROLES;
    }
  }

  int upstreamPort() {
    if (upstreamPort != null) {
      return upstreamPort;
    }
    return ready == null && baseUrl == null ? 0 : UPSTREAM_PORT_OF_GIVEN;
  }
}
