package online.speka.ledger.admin.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param port of the admin API; 0 means any that is free
/// @param address that it listens on. Tokens cross the network as they are: put TLS in front of
///     anything but loopback
/// @param connectionsMax open at the same time
/// @param requestWaitMax longest wait for the next bytes of a request
@ConfigurationProperties("speka.ledger.admin")
record AdminProperties(
    @DefaultValue("8082") int port,
    @DefaultValue("127.0.0.1") String address,
    @DefaultValue("64") int connectionsMax,
    @DefaultValue("10s") Duration requestWaitMax) {

  private static final int PORT_MAX = 65_535;

  AdminProperties {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("speka.ledger.admin.port must be 0 to " + PORT_MAX);
    }
    if (address.isBlank()) {
      throw new IllegalArgumentException("speka.ledger.admin.address must not be empty");
    }
    if (connectionsMax < 1 || !requestWaitMax.isPositive()) {
      throw new IllegalArgumentException(
          "speka.ledger.admin.connections-max and request-wait-max must be positive");
    }
  }
}
