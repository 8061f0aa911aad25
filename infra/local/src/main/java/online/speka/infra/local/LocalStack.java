package online.speka.infra.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import online.speka.contract.catalog.Catalog;
import online.speka.infra.services.KeepAlive;
import online.speka.infra.services.LocalServer;
import online.speka.infra.services.process.ClassArchive;
import online.speka.infra.services.process.DataDirectory;
import online.speka.infra.services.process.Ports;
import online.speka.infra.services.process.ServiceException;
import online.speka.infra.services.process.ShutdownSequence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything, started in order and kept running. What is started registers itself for the end of
/// the JVM, so there is nothing to close here.
final class LocalStack {

  private static final Logger log = LoggerFactory.getLogger(LocalStack.class);

  /// A part that dies this often needs a person.
  private static final int RESTARTS_MAX = 100;

  private final LocalSettings settings;
  private final LocalState state;
  private final Progress progress;
  private final int adminPort;
  private final List<Part> running = new CopyOnWriteArrayList<>();
  private volatile boolean stopping;

  private LocalStack(LocalSettings settings, LocalState state, Progress progress) {
    this.settings = settings;
    this.state = state;
    this.progress = progress;
    this.adminPort = settings.ports().admin().orElseGet(Ports::free);
  }

  /// Returns when a request has gone the whole way.
  ///
  /// @return the line to print
  static String start(LocalSettings settings, Progress progress) {
    var _ = DataDirectory.open(settings.data());
    ReadyFile.delete(settings.data());
    Leftovers.awaitEnd(settings.data(), progress);
    Ports.requireFree(settings.port(), "the API", "SPEKA_PORT");
    Ports.requireFree(settings.consolePort(), "the console", "SPEKA_CONSOLE_PORT");
    LocalStack stack = new LocalStack(settings, LocalState.loadOrCreate(settings), progress);
    return stack.start();
  }

  private String start() {
    CompletableFuture<Optional<Path>> chatModel =
        ChatModel.fetch(settings, System.getenv(), progress);
    Optional<ClassArchive> classArchive =
        settings.classArchive()
            ? Optional.of(ClassArchive.in(settings.classArchives()))
            : Optional.empty();
    Services services = Services.start(settings, state.ports(), classArchive, progress);
    Catalog catalog = LocalCatalog.write(settings, chatModel.join());
    Parts parts =
        new Parts(new PartArguments(settings, state, services, adminPort), classArchive, progress);
    List<Part.Plan> plan = Parts.plan(settings);
    List<Instance> instances = plan.stream().flatMap(p -> p.instances().stream()).toList();
    CompletableFuture<List<Part>> starting =
        CompletableFuture.supplyAsync(
            () -> parts.start(plan), task -> Thread.ofVirtual().name("start-parts").start(task));
    // If there is no Kafka, nobody should wait for the parts to find out.
    var _ = services.kafka();
    running.addAll(Services.await(starting));
    progress.say("sending the first requests");
    new WarmUp(state.warmUpKey())
        .run(instances.stream().filter(i -> i.role() == Role.EDGE).toList(), catalog);
    if (settings.fixtures()) {
      Fixtures.write(settings, state, instances);
    }
    ReadyFile ready = writeReady(services);
    // Registered last, so it is the first thing that happens when the JVM ends.
    var _ = ShutdownSequence.ofThisJvm().add("readiness", this::stop);
    keepRunning(parts, services);
    return ready.line();
  }

  private void stop() {
    stopping = true;
    progress.say("stopping");
    ReadyFile.delete(settings.data());
  }

  private ReadyFile writeReady(Services services) {
    List<ReadyFile.RunningProcess> processes = new ArrayList<>();
    String api = "http://127.0.0.1:" + settings.port();
    processes.add(new ReadyFile.RunningProcess("launcher", ProcessHandle.current().pid(), api));
    for (Part part : running) {
      for (Instance instance : part.plan().instances()) {
        processes.add(
            new ReadyFile.RunningProcess(
                instance.role().word(), part.process().pid(), instance.url()));
      }
    }
    processes.add(process(services.kafka(), services.kafka().bootstrapServers()));
    processes.add(process(services.redis(), services.redis().uri()));
    processes.add(process(services.postgres(), services.postgres().jdbcUrl("postgres")));
    ReadyFile ready =
        new ReadyFile(
            api + "/v1",
            "http://127.0.0.1:" + settings.consolePort(),
            state.key(),
            PartArguments.ADMIN_USER,
            state.adminPassword(),
            "http://127.0.0.1:" + adminPort,
            String.valueOf(state.adminToken()),
            processes);
    ready.write(settings.data());
    return ready;
  }

  private static ReadyFile.RunningProcess process(LocalServer server, String url) {
    return new ReadyFile.RunningProcess(server.name(), server.pid(), url);
  }

  private void keepRunning(Parts parts, Services services) {
    var _ = KeepAlive.over(services.all(), _ -> writeReady(services));
    if (settings.restart()) {
      for (Part part : running) {
        Thread.ofVirtual()
            .name("keep-" + part.plan().name())
            .start(() -> keepAlive(part, parts, services));
      }
    }
  }

  private void keepAlive(Part first, Parts parts, Services services) {
    Part part = first;
    for (int restarts = 0; restarts < RESTARTS_MAX; restarts++) {
      var _ = part.process().onExit().join();
      if (stopping) {
        return;
      }
      progress.say(part.plan().name() + " ended by itself, starting it again");
      try {
        Part next = parts.restart(part);
        running.set(running.indexOf(part), next);
        part = next;
        var _ = writeReady(services);
      } catch (ServiceException e) {
        log.atWarn()
            .addKeyValue("part", part.plan().name())
            .setCause(e)
            .log("could not be started again, trying once more");
      }
    }
  }
}
