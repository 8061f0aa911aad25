package online.speka.infra.services.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessIT {

  private static final Probe NEVER_READY = () -> Optional.of("it says nothing");

  @TempDir Path parent;

  private DataDirectory directory;

  @BeforeEach
  void openDirectory() {
    directory = DataDirectory.open(parent.resolve("service"));
  }

  @AfterEach
  void closeDirectory() {
    directory.close();
  }

  @Test
  void aStopThatIsIgnoredBecomesAKill() {
    // Given
    ChildProcess stubborn =
        start(shell("trap '' TERM; while :; do sleep 1; done", Duration.ofMillis(300)));

    // When
    stubborn.stop();

    // Then
    assertThat(stubborn.isAlive()).isFalse();
  }

  @Test
  void aKillTakesTheWholeFamily() throws IOException {
    // Given
    ChildProcess child =
        start(shell("sleep 600 & echo $! > grandchild; wait", Duration.ofSeconds(1)));
    Path note = directory.resolve("grandchild");
    child.awaitReady(
        () -> Files.exists(note) ? Optional.empty() : Optional.of("no grandchild yet"),
        Deadline.in(Duration.ofSeconds(5)));
    long grandchild = Long.parseLong(Files.readString(note).strip());

    // When
    child.kill();

    // Then
    assertThat(ProcessHandle.of(grandchild).filter(ProcessTree::isRunning)).isEmpty();
  }

  @Test
  void oneThatNeverAnswersIsEndedAndItsLastWordsAreQuoted() {
    ChildProcess silent = start(shell("echo about to hang; sleep 600", Duration.ofSeconds(1)));

    assertThatThrownBy(() -> silent.awaitReady(NEVER_READY, Deadline.in(Duration.ofMillis(300))))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("did not answer within")
        .hasMessageContaining("it says nothing")
        .hasMessageContaining("about to hang");
    assertThat(silent.isAlive()).isFalse();
  }

  @Test
  void aFullDiskIsCalledThat() {
    ChildProcess full =
        start(shell("echo 'write failed: No space left on device'; exit 1", Duration.ofSeconds(1)));

    assertThatThrownBy(() -> full.awaitReady(NEVER_READY, Deadline.in(Duration.ofSeconds(5))))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("the disk is full")
        .hasMessageContaining("SPEKA_DATA");
  }

  @Test
  void aStrangerWhoGotTheRecordedPidIsLeftAlone() throws IOException {
    // Given a process of somebody else, whose command line does not name our directory
    Process stranger = new ProcessBuilder("/bin/sh", "-c", "exec sleep 600").start();
    try {
      directory.pidFile("child").write(stranger);

      // When
      directory.reap(shell("true", Duration.ofSeconds(1)));

      // Then
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aLeftoverThatIsStoppedIsReapedToo() throws IOException, InterruptedException {
    // Given a process of ours that a fault test has left frozen
    Process leftover =
        new ProcessBuilder("/bin/sh", "-c", "sleep 600; : " + directory.path() + "/it.conf")
            .start();
    directory.pidFile("child").write(leftover);
    Signal.STOP.send(leftover.pid());

    // When
    directory.reap(shell("true", Duration.ofSeconds(1)));

    // Then
    assertThat(leftover.waitFor(Duration.ofSeconds(1))).isTrue();
  }

  @Test
  void aDirectoryThatCannotBeMadeIsExplained() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "not a directory");

    assertThatThrownBy(() -> DataDirectory.open(file.resolve("service")))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("make it writable or set SPEKA_DATA");
  }

  @Test
  void tooLittleSpaceIsExplained() {
    assertThatThrownBy(() -> DataDirectory.open(parent.resolve("large"), Long.MAX_VALUE))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("MB are free where")
        .hasMessageContaining("set SPEKA_DATA to another disk");
  }

  private ChildProcess start(ChildCommand command) {
    return ChildProcess.start(command, directory);
  }

  private static ChildCommand shell(String script, Duration stopWaitMax) {
    return new ChildCommand(
        "child", List.of("/bin/sh", "-c", script), Map.of(), Signal.TERM, stopWaitMax, false);
  }
}
