package online.speka.infra.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import online.speka.infra.services.process.Deadline;

/// Processes of an earlier start whose launcher was killed. They end by themselves, within moments;
/// until then they hold the ports that people know.
final class Leftovers {

  private static final Duration END_WAIT_MAX = Duration.ofSeconds(20);
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);

  private Leftovers() {}

  /// Waits, but not for ever: what is still there then is told by the ports it holds.
  static void awaitEnd(Path data, Progress progress) {
    Deadline deadline = Deadline.in(END_WAIT_MAX);
    boolean told = false;
    for (Role role : Role.values()) {
      for (Path file : pidFiles(data, role.word() + "-")) {
        told = awaitEnd(file, deadline, told, progress);
      }
    }
    for (Path file : pidFiles(data, Parts.TOGETHER)) {
      told = awaitEnd(file, deadline, told, progress);
    }
  }

  private static boolean awaitEnd(Path file, Deadline deadline, boolean told, Progress progress) {
    boolean said = told;
    while (isAlive(file) && !deadline.hasPassed()) {
      if (!said) {
        progress.say("waiting for processes of an earlier start to end");
        said = true;
      }
      deadline.pause(LOOK_INTERVAL);
    }
    return said;
  }

  private static List<Path> pidFiles(Path data, String prefix) {
    try (Stream<Path> directories = Files.list(data)) {
      return directories
          .filter(directory -> directory.getFileName().toString().startsWith(prefix))
          .map(directory -> directory.resolve(directory.getFileName() + ".pid"))
          .filter(Files::exists)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean isAlive(Path file) {
    try {
      long pid = Long.parseLong(Files.readString(file).strip().split(" ", 2)[0]);
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }
}
