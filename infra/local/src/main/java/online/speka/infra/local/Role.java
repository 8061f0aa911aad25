package online.speka.infra.local;

import java.util.Locale;
import online.speka.dispatcher.DispatcherApplication;
import online.speka.edge.EdgeApplication;
import online.speka.ledger.LedgerApplication;
import online.speka.worker.WorkerApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// A part of Speka that can be a process of its own.
enum Role {
  LEDGER("-Xmx256m"),
  EDGE("-Xmx384m"),
  DISPATCHER("-Xmx320m"),
  WORKER("-Xmx448m");

  private final String heapFlag;

  Role(String heapFlag) {
    this.heapFlag = heapFlag;
  }

  static Role of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /// Starts it in this JVM.
  ///
  /// @param arguments Spring Boot command line
  ConfigurableApplicationContext start(String... arguments) {
    return switch (this) {
      case LEDGER -> LedgerApplication.start(arguments);
      case EDGE -> EdgeApplication.start(arguments);
      case DISPATCHER -> DispatcherApplication.start(arguments);
      case WORKER -> WorkerApplication.start(arguments);
    };
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
