package online.speka.infra.local;

import java.util.Locale;
import java.util.function.Function;
import online.speka.dispatcher.DispatcherApplication;
import online.speka.edge.EdgeApplication;
import online.speka.ledger.LedgerApplication;
import online.speka.worker.WorkerApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// A part of Speka that can be a process of its own.
enum Role {
  LEDGER(LedgerApplication::start, "-Xmx256m"),
  EDGE(EdgeApplication::start, "-Xmx384m"),
  DISPATCHER(DispatcherApplication::start, "-Xmx320m"),
  WORKER(WorkerApplication::start, "-Xmx448m");

  private final Function<String[], ConfigurableApplicationContext> application;
  private final String heapFlag;

  Role(Function<String[], ConfigurableApplicationContext> application, String heapFlag) {
    this.application = application;
    this.heapFlag = heapFlag;
  }

  static Role of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /// Starts it in this JVM.
  ///
  /// @param arguments Spring Boot command line
  ConfigurableApplicationContext start(String[] arguments) {
    return application.apply(arguments);
  }

  /// Bounds the heap of a part that is a process of its own.
  String heapFlag() {
    return heapFlag;
  }

  /// The word for it in `SPEKA_TOPOLOGY` and `ready.json`.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
