package online.speka.infra.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import online.speka.infra.services.PostgresServer;

/// The Spring Boot command line of each part: where its neighbours are.
final class PartArguments {

  static final String ADMIN_USER = "admin";

  /// Beyond what one machine serves: they are there to be seen in the headers.
  private static final long REQUESTS_PER_MINUTE = 60_000;

  private static final long TOKENS_PER_MINUTE = 1_000_000_000L;
  private static final String WORKER_DRAIN_MAX = "10s";

  private final LocalSettings settings;
  private final LocalState state;
  private final Services services;
  private final int adminPort;

  /// @param adminPort of the first ledger; others take any
  PartArguments(LocalSettings settings, LocalState state, Services services, int adminPort) {
    this.settings = settings;
    this.state = state;
    this.services = services;
    this.adminPort = adminPort;
  }

  List<String> of(Instance instance, Part.Plan process) {
    List<String> arguments = new ArrayList<>(common(instance, process));
    switch (instance.role()) {
      case LEDGER -> arguments.addAll(ledger(instance));
      case WORKER -> arguments.addAll(worker());
      case EDGE, DISPATCHER -> {}
    }
    return arguments;
  }

  /// Where a process keeps its log and its lock.
  Path directory(Part.Plan process) {
    return settings.data().resolve(process.name());
  }

  static Path modelDirectory(LocalSettings settings) {
    return settings.data().resolve("models");
  }

  private List<String> common(Instance instance, Part.Plan process) {
    return List.of(
        "--server.port=" + instance.port(),
        "--server.address=127.0.0.1",
        "--spring.kafka.bootstrap-servers="
            + address(instance, Detours.KAFKA, state.ports().kafka()),
        "--spring.data.redis.url=redis://"
            + address(instance, Detours.REDIS, services.redis().port()),
        "--speka.catalog.file=" + LocalCatalog.file(settings),
        "--spring.main.banner-mode=off",
        // The process closes its parts in their order.
        "--spring.main.register-shutdown-hook=false",
        // Contexts that share a JVM must not share a registry of meters.
        "--management.metrics.use-global-registry=false",
        // Names the process's own directory, by which a leftover is recognised at the next start.
        "--speka.local.directory=" + directory(process));
  }

  private String address(Instance instance, String service, int port) {
    return settings.detours().address(instance.role(), service, port);
  }

  private List<String> ledger(Instance instance) {
    List<String> arguments = new ArrayList<>();
    String database = address(instance, Detours.POSTGRES, services.postgres().port());
    arguments.add("--spring.datasource.url=jdbc:postgresql://" + database + "/postgres");
    arguments.add("--spring.datasource.username=" + PostgresServer.USER);
    arguments.add("--speka.ledger.bootstrap.key=" + state.key());
    arguments.add("--speka.ledger.bootstrap.limits.requests=" + REQUESTS_PER_MINUTE);
    arguments.add("--speka.ledger.bootstrap.limits.tokens-per-minute=" + TOKENS_PER_MINUTE);
    arguments.add("--speka.ledger.admin.port=" + (instance.index() == 1 ? adminPort : 0));
    arguments.add("--speka.ledger.admin.operators.token=" + state.adminToken());
    arguments.add("--speka.ledger.console.user=" + ADMIN_USER);
    arguments.add("--speka.ledger.console.password=" + state.adminPassword());
    arguments.addAll(Fixtures.arguments(settings, state));
    return arguments;
  }

  private List<String> worker() {
    return List.of(
        "--speka.worker.model-directory=" + modelDirectory(settings),
        "--speka.worker.lifecycle.drain-max=" + WORKER_DRAIN_MAX);
  }
}
