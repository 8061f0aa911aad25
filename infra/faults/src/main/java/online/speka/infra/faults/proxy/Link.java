package online.speka.infra.faults.proxy;

import java.util.Locale;

/// A connection of the platform that leads through a proxy.
public enum Link {
  EDGE_REDIS,
  EDGE_KAFKA,
  WORKER_REDIS,
  WORKER_KAFKA,
  DISPATCHER_KAFKA,
  LEDGER_POSTGRES;

  public String role() {
    return word(0);
  }

  public String server() {
    return word(1);
  }

  /// As people say it.
  public String words() {
    return role() + "-" + server();
  }

  private String word(int index) {
    return name().split("_", -1)[index].toLowerCase(Locale.ROOT);
  }
}
