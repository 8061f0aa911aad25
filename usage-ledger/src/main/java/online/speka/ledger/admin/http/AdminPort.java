package online.speka.ledger.admin.http;

import java.util.concurrent.Executors;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;

/// The port of the admin API, beside the console's: whoever may reach the one need not reach the
/// other.
public final class AdminPort {

  private static final int BODY_BYTES_SWALLOWED_MAX = Request.BODY_BYTES_MAX;

  private final Connector connector;

  AdminPort(AdminProperties properties) {
    connector = new Connector();
    connector.setPort(properties.port());
    connector.setProperty("address", properties.address());
    connector.setMaxPostSize(BODY_BYTES_SWALLOWED_MAX);
    if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
      protocol.setMaxConnections(properties.connectionsMax());
      protocol.setConnectionTimeout(Math.toIntExact(properties.requestWaitMax().toMillis()));
      protocol.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    }
  }

  Connector connector() {
    return connector;
  }

  /// The real one, where any was asked for. Known once the server runs.
  public int number() {
    return connector.getLocalPort();
  }
}
