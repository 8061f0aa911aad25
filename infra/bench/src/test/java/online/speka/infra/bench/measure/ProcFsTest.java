package online.speka.infra.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFsTest {

  private static final String REST = " S 1 42 42 0 -1 4194560 100 0 0 0 70 30 500 600 20 0 5 0 99";

  @TempDir Path root;

  private void process(int pid, String name, String... threads) throws IOException {
    Files.createDirectories(root.resolve(pid + "/task"));
    Files.writeString(root.resolve(pid + "/stat"), pid + " (" + name + ")" + REST + "\n");
    for (int i = 0; i < threads.length; i++) {
      Path thread = Files.createDirectories(root.resolve(pid + "/task/" + (pid + i)));
      Files.writeString(thread.resolve("stat"), (pid + i) + " (" + threads[i] + ")" + REST);
    }
  }

  @Test
  void userAndSystemTimeOfTheProcessAloneCount() throws IOException {
    process(42, "java");

    assertThat(new ProcFs(root, 100).cpuNanos(42, false)).hasValue(1_000_000_000L);
  }

  @Test
  void aNameMayHoldBlanksAndParentheses() {
    assertThat(ProcStat.parse("42 (a) b (c)" + REST)).contains(new ProcStat("a) b (c", 100));
  }

  @Test
  void whatIsNoStatLineIsNothing() {
    assertThat(ProcStat.parse("")).isEmpty();
    assertThat(ProcStat.parse("42 (java) S 1 2")).isEmpty();
    assertThat(ProcStat.parse("42 (java" + REST)).isEmpty();
    assertThat(ProcStat.parse("42 (java)" + REST.replace("70", "x"))).isEmpty();
  }

  @Test
  void threadsOfAPoolAreOneLine() throws IOException {
    process(42, "java", "reactor-http-1", "reactor-http-2", "G1 Service");

    assertThat(new ProcFs(root, 100).threadCpuNanos(42))
        .isEqualTo(Map.of("reactor-http", 2_000_000_000L, "G1 Service", 1_000_000_000L));
  }

  @Test
  void memoryIsWhatIsResident() throws IOException {
    process(42, "java");
    Files.writeString(
        root.resolve("42/status"),
        "Name:\tjava\nVmPeak:\t  9 kB\nVmRSS:\t   2048 kB\nRssAnon:\t1 kB\n");

    assertThat(new ProcFs(root, 100).residentBytes(42)).hasValue(2L << 20);
  }

  @Test
  void threadsAreCountedByTheKernel() throws IOException {
    process(42, "java");
    Files.writeString(root.resolve("42/status"), "Name:\tjava\nThreads:\t37\nSigQ:\t1/2\n");

    assertThat(new ProcFs(root, 100).threads(42)).hasValue(37);
    assertThat(new ProcFs(root, 100).threads(7)).isEmpty();
  }

  @Test
  void theMachineIsBusyWithAllButIdlingAndWaiting() throws IOException {
    Files.writeString(
        root.resolve("stat"), "cpu  100 10 50 9999 8888 5 5 0 77 0\ncpu0 1 1 1 1 1 1 1 0 0 0\n");

    assertThat(new ProcFs(root, 100).machineCpuNanos()).hasValue(1_700_000_000L);
  }

  @Test
  void aProcessThatHasEndedHasNoAccounts() {
    ProcFs procFs = new ProcFs(root, 100);

    assertThat(procFs.cpuNanos(7, true)).isEqualTo(OptionalLong.empty());
    assertThat(procFs.threadCpuNanos(7)).isEmpty();
    assertThat(procFs.residentBytes(7)).isEmpty();
  }
}
