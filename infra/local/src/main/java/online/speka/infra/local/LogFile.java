package online.speka.infra.local;

import java.nio.file.Path;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Sends what the launcher's JVM logs to one file: the terminal belongs to progress and READY.
final class LogFile {

  private LogFile() {}

  /// Must run before anything logs.
  static void open(Path data) {
    // Read by launcher-logback.xml.
    System.setProperty("speka.local.log", data.resolve("launcher.log").toString());
    System.setProperty("logback.configurationFile", "launcher-logback.xml");
    // Three applications share this JVM and its one logging system; none of them may set it up.
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    // Tomcat logs through java.util.logging, which writes to the terminal unless it is bridged.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
