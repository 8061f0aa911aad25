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
import online.speka.infra.services.process.ClassArchive;
import online.speka.infra.services.process.DataDirectory;
import online.speka.infra.services.process.Deadline;
import online.speka.infra.services.process.JavaCommand;
import online.speka.infra.services.process.Ports;

/// Starts the processes of a topology and waits until each says that it is ready.
final class Parts {

  /// The process of all parts that have none of their own.
  static final String TOGETHER = "core";

  /// Eight processes at once on a busy machine of two cores.
  private static final Duration READY_WAIT_MAX = Duration.ofMinutes(5);
  private static final Duration PROBE_WAIT_MAX = Duration.ofSeconds(2);

  private final PartArguments arguments;
  private final Optional<ClassArchive> classArchive;
  private final Progress progress;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PROBE_WAIT_MAX).build();

  Parts(PartArguments arguments, Optional<ClassArchive> classArchive, Progress progress) {
    this.arguments = arguments;
    this.classArchive = classArchive;
    this.progress = progress;
  }

  /// The first edge and the first ledger get the ports people know; the rest any that are free.
  static List<Part.Plan> plan(LocalSettings settings) {
    List<Part.Plan> plans = new ArrayList<>();
    List<Instance> together = new ArrayList<>();
    for (Role role : Role.values()) {
      for (int index = 1; index <= settings.topology().count(role); index++) {
        Instance instance = new Instance(role, index, port(settings, role, index));
        if (settings.topology().isSeparate(role)) {
          plans.add(new Part.Plan(instance.name(), List.of(instance)));
        } else {
          together.add(instance);
        }
      }
    }
    if (!together.isEmpty()) {
      plans.add(new Part.Plan(TOGETHER, together));
    }
    return plans;
  }

  private static int port(LocalSettings settings, Role role, int index) {
    if (index == 1 && role == Role.EDGE) {
      return settings.port();
    }
    return index == 1 && role == Role.LEDGER ? settings.consolePort() : Ports.free();
  }

  /// Starts all at the same time: much of a start is waiting, for the disk and for each other. At
  /// the end the last one that was started is the first to close.
  List<Part> start(List<Part.Plan> plans) {
    List<Part> parts = plans.stream().map(this::start).toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(parts.size())) {
      List<Future<Part>> starting =
          parts.stream().map(part -> threads.submit(() -> awaitReady(part))).toList();
      return starting.stream().map(Services::await).toList();
    }
  }

  private Part start(Part.Plan plan) {
    plan.instances().forEach(instance -> progress.say("starting " + instance.name()));
    return Part.start(plan, command(plan), DataDirectory.open(arguments.directory(plan)));
  }

  /// Starts a process again, after it died.
  Part restart(Part dead) {
    return awaitReady(Part.start(dead.plan(), command(dead.plan()), dead.directory()));
  }

  private Part awaitReady(Part part) {
    Deadline deadline = Deadline.in(READY_WAIT_MAX);
    for (Instance instance : part.plan().instances()) {
      part.process().awaitReady(() -> complaint(instance), deadline);
      progress.say(instance.name() + " is ready");
    }
    return part;
  }

  private ChildCommand command(Part.Plan plan) {
    int heapMegabytes = plan.instances().stream().mapToInt(i -> i.role().heapMegabytes()).sum();
    JavaCommand command =
        JavaCommand.running(plan.name(), RoleProcess.class)
            .flags("-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC");
    Instance first = plan.instances().getFirst();
    String kind = plan.name().equals(TOGETHER) ? TOGETHER : first.role().word();
    classArchive.ifPresent(archive -> command.classArchive(archive, kind, first.index() == 1));
    for (Instance instance : plan.instances()) {
      if (!instance.equals(first)) {
        command.argument(RoleProcess.NEXT);
      }
      command.argument(instance.role().word());
      arguments.of(instance, plan).forEach(command::argument);
    }
    return command.build();
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
