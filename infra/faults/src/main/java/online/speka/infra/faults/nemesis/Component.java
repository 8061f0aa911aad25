package online.speka.infra.faults.nemesis;

import java.util.Locale;

/// A part of the platform that can be broken.
public enum Component {
  EDGE,
  DISPATCHER,
  WORKER,
  LEDGER,
  KAFKA,
  REDIS,
  POSTGRES;

  /// The word for it in `ready.json`.
  public String role() {
    return name().toLowerCase(Locale.ROOT);
  }
}
