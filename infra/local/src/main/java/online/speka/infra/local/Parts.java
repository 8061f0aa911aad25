package online.speka.infra.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import online.speka.infra.services.process.ChildCommand;
import online.speka.infra.services.process.DataDirectory;
import online.speka.infra.services.process.Deadline;
import online.speka.infra.services.process.JavaCommand;
import online.speka.infra.services.process.Ports;
import online.speka.infra.services.process.Probe;

/// Starts the parts of a topology and waits until each says that it is ready.
final class Parts {

  private static final Duration READY_WAIT_MAX = Duration.ofSeconds(90);
  private static final Duration PROBE_WAIT_MAX = Duration.ofSeconds(2);

  private final LocalSettings settings;
  private final PartArguments arguments;
  private final Progress progress;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PROBE_WAIT_MAX).build();

  Parts(LocalSettings settings, PartArguments arguments, Progress progress) {
    this.settings = settings;
    this.arguments = arguments;
    this.progress = progress;
  }

  /// The first edge and the first ledger get the ports people know; the rest any that are free.
  static List<Instance> plan(LocalSettings settings) {
    List<Instance> instances = new ArrayList<>();
    for (Role role : Role.values()) {
      for (int index = 1; index <= settings.topology().count(role); index++) {
        instances.add(new Instance(role, index, port(settings, role, index)));
      }
    }
    return instances;
  }

  private static int port(LocalSettings settings, Role role, int index) {
    if (index == 1 && role == Role.EDGE) {
      return settings.port();
    }
    return index == 1 && role == Role.LEDGER ? settings.consolePort() : Ports.free();
  }

  /// Starts all at the same time: much of a start is waiting, for the disk and for each other.
  List<Part> start(List<Instance> instances) {
    try (ExecutorService threads = Executors.newFixedThreadPool(instances.size())) {
      List<Future<Part>> starting =
          instances.stream().map(instance -> threads.submit(() -> start(instance))).toList();
      List<Part> parts = new ArrayList<>();
      for (Future<Part> part : starting) {
        parts.add(Services.await(part));
      }
      return parts;
    }
  }

  private Part start(Instance instance) {
    boolean separate = settings.topology().isSeparate(instance.role());
    progress.say("starting " + instance.name() + (separate ? " as a process" : ""));
    Part part =
        separate
            ? startChild(instance)
            : Part.InThisProcess.start(instance, arguments.of(instance).toArray(String[]::new));
    awaitReady(part);
    return part;
  }

  /// Starts one child again, after it died.
  Part.InChildProcess restart(Part.InChildProcess dead) {
    Part.InChildProcess part =
        Part.InChildProcess.start(dead.instance(), command(dead.instance()), dead.directory());
    awaitReady(part);
    return part;
  }

  private Part.InChildProcess startChild(Instance instance) {
    return Part.InChildProcess.start(
        instance, command(instance), DataDirectory.open(arguments.directory(instance)));
  }

  private ChildCommand command(Instance instance) {
    JavaCommand command =
        JavaCommand.running(instance.name(), RoleProcess.class)
            .flags(instance.role().heapFlag(), "-XX:+UseSerialGC")
            .argument(instance.role().word());
    arguments.of(instance).forEach(command::argument);
    return command.build();
  }

  private void awaitReady(Part part) {
    Deadline deadline = Deadline.in(READY_WAIT_MAX);
    Probe probe = () -> complaint(part.instance());
    switch (part) {
      case Part.InChildProcess(_, var process, _) -> process.awaitReady(probe, deadline);
      case Part.InThisProcess _ -> awaitContext(part.instance(), probe, deadline);
    }
    progress.say(part.instance().name() + " is ready");
  }

  private static void awaitContext(Instance instance, Probe probe, Deadline deadline) {
    Optional<String> complaint = probe.complaint();
    while (complaint.isPresent()) {
      if (deadline.hasPassed()) {
        throw new LocalException(
            "%s was not ready within %d s (%s): see its log in the data directory."
                .formatted(instance.name(), READY_WAIT_MAX.toSeconds(), complaint.get()));
      }
      deadline.pause(Duration.ofMillis(50));
      complaint = probe.complaint();
    }
  }

  private Optional<String> complaint(Instance instance) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(instance.url() + "/actuator/health/readiness"))
            .timeout(PROBE_WAIT_MAX)
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200
          ? Optional.empty()
          : Optional.of("it says " + response.statusCode() + " " + response.body());
    } catch (IOException e) {
      return Optional.of(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }
}
