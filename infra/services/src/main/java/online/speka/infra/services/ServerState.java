package online.speka.infra.services;

import online.speka.infra.services.process.ChildProcess;

/**
 * Where a {@link LocalServer} stands. A crash is not a state: it is a running server whose process
 * has ended.
 */
sealed interface ServerState {

  /** Stopped or killed through its own methods. */
  record Down() implements ServerState {}

  record Running(ChildProcess child) implements ServerState {}

  /** For good; the data directory is released. */
  record Closed() implements ServerState {}
}
