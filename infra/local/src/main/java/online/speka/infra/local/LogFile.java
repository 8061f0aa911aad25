package online.speka.infra.local;

import java.nio.file.Path;

/// Sends what the launcher's JVM logs to one file: the terminal belongs to progress and READY.
final class LogFile {

  private LogFile() {}

  /// Must run before anything logs.
  static void open(Path data) {
    // Read by launcher-logback.xml.
    System.setProperty("speka.local.log", data.resolve("launcher.log").toString());
    System.setProperty("logback.configurationFile", "launcher-logback.xml");
  }
}
