package online.speka.infra.services.process;

import java.util.Optional;

/** Asks a program whether it answers its own protocol. */
@FunctionalInterface
public interface Probe {

  /**
   * Empty when it answers; otherwise why it does not yet. Returns within a few seconds, whatever
   * happens.
   */
  Optional<String> complaint();
}
