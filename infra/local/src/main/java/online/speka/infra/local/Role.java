package online.speka.infra.local;

import java.util.Locale;
import online.speka.dispatcher.DispatcherApplication;
import online.speka.edge.EdgeApplication;
import online.speka.ledger.LedgerApplication;
import online.speka.worker.WorkerApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// A part of Speka that can be a process of its own. They start in this order and stop in the
/// other: what a part needs until its own end is still there.
enum Role {
  LEDGER(256),
  WORKER(448),
  DISPATCHER(320),
  EDGE(384);

  private final int heapMegabytes;

  Role(int heapMegabytes) {
    this.heapMegabytes = heapMegabytes;
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

  /// Bounds the heap of its process.
  int heapMegabytes() {
    return heapMegabytes;
  }

  /// The word for it in `SPEKA_TOPOLOGY` and `ready.json`.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
