package online.speka.infra.services;

import online.speka.infra.services.process.ChildProcess;
import online.speka.infra.services.process.ServiceException;

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

  /** The process, where there is one. */
  default ChildProcess child(String server) {
    return switch (this) {
      case Running(ChildProcess child) -> child;
      case Down _ -> throw new ServiceException(server + " is not running; restart it first.");
      case Closed _ -> throw new ServiceException(server + " was closed; start a new one.");
    };
  }
}
