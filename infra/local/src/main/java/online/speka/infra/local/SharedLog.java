package online.speka.infra.local;

import org.slf4j.bridge.SLF4JBridgeHandler;

/// The one logging system of a JVM that holds several applications.
final class SharedLog {

  private SharedLog() {}

  /// Must run before anything logs.
  static void use() {
    System.setProperty("logback.configurationFile", "shared-logback.xml");
    // None of the applications may set it up.
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    // Tomcat logs through java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
