package online.speka.infra.faults.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import online.speka.infra.bench.measure.ProcFs;
import online.speka.infra.faults.nemesis.Processes;

/// Memory and threads of one process.
public record Sample(String role, long pid, long residentBytes, long threads) {

  /// Empty if it is gone, or where there is no `/proc`.
  static Optional<Sample> of(Processes.Running process) {
    OptionalLong bytes = ProcFs.ofThisMachine().residentBytes(process.pid());
    try (Stream<Path> threads = Files.list(Path.of("/proc", process.pid() + "", "task"))) {
      return bytes.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Sample(
                  process.component().role(), process.pid(), bytes.getAsLong(), threads.count()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
