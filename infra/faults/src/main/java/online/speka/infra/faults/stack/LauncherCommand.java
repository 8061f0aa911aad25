package online.speka.infra.faults.stack;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import online.speka.infra.bench.BenchApplication;
import online.speka.infra.local.LocalApplication;

/// The command that starts the platform's launcher, without a build tool in between.
final class LauncherCommand {

  private LauncherCommand() {}

  static List<String> line() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        LocalApplication.class.getName());
  }

  /// What the platform's own processes see, for the variable `CLASSPATH`: nothing of those that
  /// measure or break it, whose logging would become theirs.
  static String classPath() {
    Set<Path> ours = Set.of(origin(BenchApplication.class), origin(LauncherCommand.class));
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !ours.contains(Path.of(entry).toAbsolutePath().normalize()))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath()
          .normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path entry that is no path", e);
    }
  }
}
