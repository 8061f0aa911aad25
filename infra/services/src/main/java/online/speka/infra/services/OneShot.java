package online.speka.infra.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import online.speka.infra.services.process.DataDirectory;
import online.speka.infra.services.process.ServiceException;

/** Programs that do one thing and end. */
final class OneShot {

  private static final Duration RUN_WAIT_MAX = Duration.ofSeconds(60);

  private OneShot() {}

  static void run(String name, List<String> line, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
    if (!finishes(builder.start())) {
      String output = Files.readString(log).strip();
      throw new ServiceException(
          output.contains("No space left on device")
              ? "%s failed because the disk is full: free some space or set %s to another disk."
                  .formatted(name, DataDirectory.SETTING)
              : "%s failed; it said:%n%s".formatted(name, output));
    }
  }

  static boolean succeeds(List<String> prefix, String program) {
    List<String> line = new ArrayList<>(prefix);
    line.add(program);
    try {
      return finishes(
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean finishes(Process process) {
    try {
      if (process.waitFor(RUN_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return false;
    }
  }
}
