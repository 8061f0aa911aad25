package online.speka.testkit.services;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import online.speka.infra.services.process.Deadline;
import online.speka.infra.services.process.Ports;
import online.speka.infra.services.process.Probe;
import online.speka.infra.services.process.ServiceException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * A container on a fixed port of the host. The port is fixed because clients have to find the
 * service again after a restart, for which Docker would hand out another.
 */
final class ContainerServer implements TestServer {

  private static final Duration START_WAIT_MAX = Duration.ofMinutes(2);
  private static final Duration PROBE_INTERVAL = Duration.ofMillis(100);
  private static final int STOP_WAIT_MAX_SECONDS = 15;

  private final GenericContainer<?> container;
  private final String image;
  private final int port;
  private final Probe probe;

  private ContainerServer(String image, int port, Probe probe) {
    this.image = image;
    this.port = port;
    this.probe = probe;
    this.container = new GenericContainer<>(DockerImageName.parse(image));
  }

  /** Says how a container is to be configured before it is started for the first time. */
  @FunctionalInterface
  interface Setup {
    void apply(GenericContainer<?> container);
  }

  /** Makes a probe for an address that is known only now. */
  @FunctionalInterface
  interface ProbeOf {
    Probe at(String host, int port);
  }

  /** The address is chosen first, since Kafka has to advertise it. */
  static ContainerServer start(
      String image, Address address, int portInside, ProbeOf probe, Setup setup) {
    ContainerServer server =
        new ContainerServer(image, address.port(), probe.at(address.host(), address.port()));
    server.container.setPortBindings(List.of(address.port() + ":" + portInside));
    server.container.setWaitStrategy(new OwnProbeInstead());
    setup.apply(server.container);
    try {
      server.container.start();
    } catch (RuntimeException e) {
      throw new ServiceException(
          "The container of %s does not start: %s".formatted(image, e.getMessage()), e);
    }
    server.awaitReady();
    return server;
  }

  record Address(String host, int port) {

    /** Throws with one clear sentence where no Docker engine answers. */
    static Address choose() {
      if (!DockerClientFactory.instance().isDockerAvailable()) {
        throw new ServiceException(
            "-D%s=containers needs a Docker engine and none answers: start one (or point DOCKER_HOST to it), or leave the property out to test with embedded services."
                .formatted(TestServerKind.PROPERTY));
      }
      return new Address(DockerClientFactory.instance().dockerHostIpAddress(), Ports.free());
    }
  }

  private void awaitReady() {
    Deadline deadline = Deadline.in(START_WAIT_MAX);
    Optional<String> complaint = probe.complaint();
    while (complaint.isPresent()) {
      if (deadline.hasPassed()) {
        throw new ServiceException(
            "The container of %s did not answer within %d s (%s); it printed:%n%s"
                .formatted(
                    image, START_WAIT_MAX.toSeconds(), complaint.get(), container.getLogs()));
      }
      deadline.pause(PROBE_INTERVAL);
      complaint = probe.complaint();
    }
  }

  @Override
  public String host() {
    return container.getHost();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void kill() {
    container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void stop() {
    container
        .getDockerClient()
        .stopContainerCmd(container.getContainerId())
        .withTimeout(STOP_WAIT_MAX_SECONDS)
        .exec();
  }

  @Override
  public void restart() {
    if (isAlive()) {
      stop();
    }
    container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
    awaitReady();
  }

  @Override
  public void freeze() {
    container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void thaw() {
    container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
  }

  /** Asks Docker: Testcontainers answers from memory, which knows nothing of a kill. */
  @Override
  public boolean isAlive() {
    return Boolean.TRUE.equals(
        container
            .getDockerClient()
            .inspectContainerCmd(container.getContainerId())
            .exec()
            .getState()
            .getRunning());
  }

  /** The same probes decide here as for embedded services, and after every restart. */
  private static final class OwnProbeInstead extends AbstractWaitStrategy {
    @Override
    protected void waitUntilReady() {
      // Nothing: see awaitReady.
    }
  }
}
