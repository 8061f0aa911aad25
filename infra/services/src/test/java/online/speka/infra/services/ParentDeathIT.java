package online.speka.infra.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import online.speka.infra.services.process.Ports;
import online.speka.infra.services.process.ProcessTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the servers when the JVM that started them ends, in three ways. */
class ParentDeathIT {

  private static final Duration GONE_WAIT_MAX = Duration.ofSeconds(30);

  @TempDir Path data;

  private final List<ProcessHandle> started = new ArrayList<>();

  @AfterEach
  void leaveNothing() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void leftoversOfAKilledParentAreReapedByTheNextStartAndTheirDataIsKept() throws Exception {
    // Given servers whose guards are killed together with the parent, so that really nobody ends
    // them
    int[] ports = Ports.free(2);
    Process parent = startParent("redis", ports[0], "postgres", ports[1]);
    List<ProcessHandle> servers = serversOf(parent);
    assertThat(Wire.send(ports[0], "SET answer 42")).isEqualTo("+OK");
    Wire.run(ports[1], "create table answers as select 42 as answer");
    parent
        .descendants()
        .filter(process -> !servers.contains(process))
        .filter(this::isGuard)
        .forEach(this::kill);
    kill(parent.toHandle());
    assertThat(servers).allMatch(ProcessHandle::isAlive);

    // When
    try (RedisServer redis =
            RedisServer.start(RedisServer.Settings.at(ports[0], data.resolve("redis")));
        PostgresServer postgres =
            PostgresServer.start(PostgresServer.Settings.at(ports[1], data.resolve("postgres")))) {

      // Then
      assertThat(servers).noneMatch(ProcessTree::isRunning);
      assertThat(Wire.send(redis.port(), "INCR answer")).isEqualTo(":43");
      assertThat(Wire.ask(postgres.port(), "select answer from answers")).isEqualTo("42");
    }
  }

  @Test
  void aKilledParentTakesItsServersAlong() throws Exception {
    // Given
    int[] ports = Ports.free(2);
    Process parent = startParent("redis", ports[0], "postgres", ports[1], "kafka", freePair());
    List<ProcessHandle> servers = serversOf(parent);

    // When
    kill(parent.toHandle());

    // Then
    await().atMost(GONE_WAIT_MAX).until(() -> servers.stream().noneMatch(ProcessTree::isRunning));
  }

  @Test
  void aParentThatIsAskedToEndStopsItsServersFirst() throws Exception {
    // Given
    int[] ports = Ports.free(2);
    Process parent = startParent("redis", ports[0], "postgres", ports[1], "kafka", freePair());
    List<ProcessHandle> servers = serversOf(parent);

    // When
    parent.destroy();

    // Then
    assertThat(parent.waitFor(GONE_WAIT_MAX)).isTrue();
    assertThat(servers).noneMatch(ProcessTree::isRunning);
  }

  private static int freePair() {
    int port = Ports.free();
    return Ports.isFree(port + 1) ? port : freePair();
  }

  private Process startParent(Object... servers) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of("-Xmx128m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    line.addAll(List.of(ParentProgram.class.getName(), data.toString()));
    Arrays.stream(servers).map(Object::toString).forEach(line::add);
    Process parent = new ProcessBuilder(line).redirectErrorStream(true).start();
    started.add(parent.toHandle());
    return parent;
  }

  private List<ProcessHandle> serversOf(Process parent) throws IOException {
    BufferedReader output = parent.inputReader();
    List<String> said = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      if (line.startsWith("PIDS ")) {
        List<ProcessHandle> servers =
            Arrays.stream(line.substring(5).split(" "))
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                .toList();
        started.addAll(servers);
        return servers;
      }
    }
    throw new AssertionError("the parent ended early: " + String.join("\n", said));
  }

  private boolean isGuard(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("speka-guard");
  }

  private void kill(ProcessHandle process) {
    assertThat(process.destroyForcibly()).isTrue();
    process.onExit().join();
  }
}
