package online.speka.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Assignment;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.outcome.JobEvent;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.Service;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

@WithServices({Service.KAFKA, Service.REDIS})
class TakeoverIT {

  private static final Duration WAIT_MAX = Duration.ofSeconds(60);

  private static final Duration START_MAX = Duration.ofMinutes(2);

  private DispatcherTester tester;
  private ModelId model;

  @BeforeEach
  void begin(KafkaFixture kafka, RedisFixture redis) {
    tester = new DispatcherTester(kafka, redis, "takeover", 2);
    model = tester.nextModel();
  }

  @AfterEach
  void end() {
    tester.close();
  }

  @Test
  void adoptsWhatRunsAndRunsOnlyTheUnfinishedAfterAKill(@TempDir Path directory) throws Exception {
    // Given a dispatcher in a process of its own: 10 jobs done, 4 on a worker, 16 waiting
    Process first = startProcess(directory);
    FakeWorker worker = tester.startWorker(model, 4).completing();
    List<Job> jobs = tester.submit(model, Lane.INTERACTIVE, 10);
    await().atMost(WAIT_MAX).until(() -> tester.outcomes(model).size() == 10);
    worker.holding(true);
    jobs.addAll(tester.submit(model, Lane.INTERACTIVE, 12));
    jobs.addAll(tester.submit(model, Lane.BATCH, 8));
    await().atMost(WAIT_MAX).until(() -> worker.held().size() == 4);

    // When it is killed, and two of the four end while nobody owns the model
    ConfigurableApplicationContext second = tester.startDispatcher();
    assertThat(DispatcherTester.owns(second, model)).isFalse();
    first.destroyForcibly().waitFor();
    worker.held().stream().limit(2).forEach(worker::complete);
    await()
        .atMost(WAIT_MAX)
        .until(() -> DispatcherTester.count(second, "attempts.adopted", model) == 2);
    worker.holding(false);

    // Then every job has one outcome and no job ran twice
    await().atMost(WAIT_MAX).until(() -> tester.outcomes(model).size() == jobs.size());
    assertThat(ids(tester.outcomes(model))).containsExactlyInAnyOrderElementsOf(idsOf(jobs));
    assertThat(worker.received().stream().map(a -> a.job().id()))
        .containsExactlyInAnyOrderElementsOf(idsOf(jobs));
    assertThat(DispatcherTester.count(second, "jobs.ended.before", model)).isEqualTo(2);
    assertThat(DispatcherTester.count(second, "attempts.started", model)).isEqualTo(16);
    assertThat(epochs(worker)).hasSize(2);
  }

  @Test
  void fencesAnOwnerThatWasAsleep(@TempDir Path directory) throws Exception {
    // Given an owner with 2 jobs on a worker and 8 waiting, and another process
    Process first = startProcess(directory);
    FakeWorker worker = tester.startWorker(model, 2);
    List<Job> jobs = tester.submit(model, Lane.INTERACTIVE, 10);
    await().atMost(WAIT_MAX).until(() -> worker.held().size() == 2);
    ConfigurableApplicationContext second = tester.startDispatcher();

    // When it sleeps through its session, slots become free meanwhile, and it wakes up
    signal(first, "STOP");
    await()
        .atMost(WAIT_MAX)
        .until(() -> DispatcherTester.count(second, "attempts.adopted", model) == 2);
    worker.held().forEach(worker::complete);
    await().atMost(WAIT_MAX).until(() -> worker.received().size() == 4);
    signal(first, "CONT");
    await().atMost(WAIT_MAX).until(() -> log(directory).contains("partitions lost"));
    worker.completing();

    // Then it has assigned nothing
    await().atMost(WAIT_MAX).until(() -> tester.outcomes(model).size() == jobs.size());
    assertThat(worker.received()).hasSize(jobs.size());
    first.destroyForcibly();
  }

  private static void signal(Process process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private static String log(Path directory) throws IOException {
    return Files.readString(directory.resolve("dispatcher.log"));
  }

  @Test
  void handsAModelOverWithoutTouchingWhatRuns() {
    // Given 2 jobs on a worker and 3 waiting
    ConfigurableApplicationContext first = tester.startDispatcher();
    FakeWorker worker = tester.startWorker(model, 2);
    DispatcherTester.awaitSlots(first, model, 2);
    List<Job> jobs = tester.submit(model, Lane.INTERACTIVE, 5);
    await().atMost(WAIT_MAX).until(() -> worker.held().size() == 2);

    // When it stops in an orderly way
    first.close();
    ConfigurableApplicationContext second = tester.startDispatcher();
    await()
        .atMost(WAIT_MAX)
        .until(() -> DispatcherTester.count(second, "attempts.adopted", model) == 2);
    worker.completing();

    // Then
    await().atMost(WAIT_MAX).until(() -> tester.outcomes(model).size() == 5);
    assertThat(worker.received().stream().map(a -> a.job().id()))
        .containsExactlyInAnyOrderElementsOf(idsOf(jobs));
  }

  @Test
  void sharesItsModelsWithANewcomerWithoutTouchingWhatRuns() {
    // Given a dispatcher that owns two models with a running job each
    ModelId other = tester.nextModel();
    ConfigurableApplicationContext first = tester.startDispatcher();
    List<FakeWorker> workers = List.of(tester.startWorker(model, 1), tester.startWorker(other, 1));
    DispatcherTester.awaitSlots(first, model, 1);
    DispatcherTester.awaitSlots(first, other, 1);
    tester.submit(model, Lane.INTERACTIVE, 3);
    tester.submit(other, Lane.INTERACTIVE, 3);
    await().atMost(WAIT_MAX).until(() -> workers.stream().allMatch(w -> w.held().size() == 1));

    // When another joins
    ConfigurableApplicationContext second = tester.startDispatcher();
    await()
        .atMost(WAIT_MAX)
        .until(
            () ->
                DispatcherTester.count(second, "attempts.adopted", model)
                        + DispatcherTester.count(second, "attempts.adopted", other)
                    == 1);

    // Then each owns one model, and every job runs once
    assertThat(DispatcherTester.owns(first, model))
        .isNotEqualTo(DispatcherTester.owns(first, other));
    assertThat(DispatcherTester.owns(second, model)).isEqualTo(DispatcherTester.owns(first, other));
    workers.forEach(FakeWorker::completing);
    await()
        .atMost(WAIT_MAX)
        .until(() -> tester.outcomes(model).size() + tester.outcomes(other).size() == 6);
    assertThat(workers).allMatch(worker -> worker.received().size() == 3);
  }

  @Test
  void goesOnWhenKafkaIsBack(KafkaFixture kafka) {
    // Given a running job and a waiting one
    ConfigurableApplicationContext dispatcher = tester.startDispatcher();
    FakeWorker worker = tester.startWorker(model, 1);
    DispatcherTester.awaitSlots(dispatcher, model, 1);
    tester.submit(model, Lane.INTERACTIVE, 2);
    await().atMost(WAIT_MAX).until(() -> worker.held().size() == 1);

    // When
    kafka.kill();
    worker.completing();
    kafka.restart();
    tester.submit(model, Lane.INTERACTIVE, 1);

    // Then
    await().atMost(WAIT_MAX).until(() -> tester.outcomes(model).size() == 3);
    assertThat(worker.received()).hasSize(3);
  }

  private Process startProcess(Path directory) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(DispatcherApplication.class.getName());
    command.addAll(tester.arguments());
    File log = directory.resolve("dispatcher.log").toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    await()
        .atMost(START_MAX)
        .until(() -> log(directory).contains("partitions assigned") || !process.isAlive());
    assertThat(process.isAlive()).as("see %s", log(directory)).isTrue();
    return process;
  }

  private static Set<Integer> epochs(FakeWorker worker) {
    return worker.received().stream()
        .map(Assignment::attempt)
        .map(attempt -> attempt.epoch())
        .collect(Collectors.toSet());
  }

  private static List<JobId> ids(List<? extends JobEvent> facts) {
    return facts.stream().map(fact -> fact.job().id()).toList();
  }

  private static Set<JobId> idsOf(List<Job> jobs) {
    return jobs.stream().map(Job::id).collect(Collectors.toSet());
  }
}
