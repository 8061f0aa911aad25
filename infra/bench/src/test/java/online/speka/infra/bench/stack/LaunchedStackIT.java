package online.speka.infra.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A shell script stands in for the launcher, to the letter of what scripts may rely on.
class LaunchedStackIT {

  private static final String READY =
      """
      mkdir -p "$SPEKA_DATA"
      echo starting
      sleep 600 &
      echo '{"api":"http://127.0.0.1:'$SPEKA_PORT'/v1","key":"'$SPEKA_UPSTREAM'","processes":[
        {"role":"launcher","pid":'$$',"url":null},{"role":"worker","pid":'$!',"url":null}]}' > "$SPEKA_DATA/ready.json"
      echo "READY api=http://127.0.0.1:$SPEKA_PORT/v1"
      """;

  @TempDir Path scratch;

  private LaunchedStack start(String script) {
    return LaunchedStack.start(
        List.of("/bin/sh", "-c", script),
        new LaunchedStack.Wanted(scratch, scratch, "bench/m=http://127.0.0.1:1/v1", ""),
        _ -> {});
  }

  private static boolean isAlive(ReadyFile.PlatformProcess process) {
    return ProcessHandle.of(process.pid()).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void aLauncherIsReadyWhenItSaysSoAndNothingIsLeftOfItAfterwards() {
    // Given
    LaunchedStack stack = start(READY + "trap 'kill $!; exit 0' TERM; wait");
    List<ReadyFile.PlatformProcess> processes = stack.ready().processes();
    assertThat(processes).hasSize(2).allMatch(LaunchedStackIT::isAlive);
    assertThat(stack.ready().key()).isEqualTo("bench/m=http://127.0.0.1:1/v1");

    // When
    stack.close();

    // Then
    assertThat(processes).noneMatch(LaunchedStackIT::isAlive);
    assertThat(scratch.resolve("launcher.log.pid")).doesNotExist();
  }

  @Test
  void whatALauncherLeavesBehindIsKilled() {
    // Given a launcher that ends without its worker
    LaunchedStack stack = start(READY + "trap 'exit 0' TERM; wait");
    List<ReadyFile.PlatformProcess> processes = stack.ready().processes();

    // When
    stack.close();

    // Then
    await().until(() -> processes.stream().noneMatch(LaunchedStackIT::isAlive));
  }

  @Test
  void aLauncherThatGivesUpIsQuoted() {
    assertThatThrownBy(() -> start("echo 'Port 9092 is taken: free it.'; exit 1"))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("Port 9092 is taken: free it.");
  }
}
