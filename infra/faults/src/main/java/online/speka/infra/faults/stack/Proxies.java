package online.speka.infra.faults.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.LongSupplier;
import online.speka.infra.faults.nemesis.Network;
import online.speka.infra.faults.proxy.Link;
import online.speka.infra.faults.proxy.Proxy;
import online.speka.infra.faults.proxy.Weather;
import online.speka.infra.services.process.Ports;

/// A proxy for every link. They are there before the platform is, which is told to use them.
final class Proxies implements Network, AutoCloseable {

  private static final String KAFKA = "kafka";
  private static final int SERVER_COUNT = 3;

  private final Map<Link, Proxy> proxies = new EnumMap<>(Link.class);
  private final Map<String, String> environment = new HashMap<>();

  /// @param ticker nanoseconds of the monotonic clock
  static Proxies open(LongSupplier ticker) {
    Proxies all = new Proxies();
    try {
      all.openAll(ticker);
      return all;
    } catch (IOException e) {
      all.close();
      throw new UncheckedIOException("cannot open the proxies", e);
    }
  }

  private void openAll(LongSupplier ticker) throws IOException {
    Link[] links = Link.values();
    int[] ports = Ports.free(SERVER_COUNT + 2 * links.length);
    Map<String, Integer> servers = Map.of(KAFKA, ports[0], "redis", ports[1], "postgres", ports[2]);
    environment.put("SPEKA_KAFKA_PORT", ports[0] + "");
    environment.put("SPEKA_REDIS_PORT", ports[1] + "");
    environment.put("SPEKA_POSTGRES_PORT", ports[2] + "");
    StringJoiner detours = new StringJoiner(",");
    int next = SERVER_COUNT;
    for (Link link : links) {
      int port = ports[next++];
      // Behind a proxy a broker needs a listener that names the proxy to its clients.
      boolean kafka = link.server().equals(KAFKA);
      int behind = ports[next++];
      int target = kafka ? behind : servers.getOrDefault(link.server(), 0);
      proxies.put(
          link,
          Proxy.listen(
              port, new InetSocketAddress(InetAddress.getLoopbackAddress(), target), ticker));
      detours.add(link.role() + "." + link.server() + "=" + port + (kafka ? "/" + behind : ""));
    }
    environment.put("SPEKA_DETOUR", detours.toString());
  }

  /// Tells the platform's launcher of them.
  Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  @Override
  public void set(Link link, Weather weather) {
    Proxy proxy = proxies.get(link);
    if (proxy == null) {
      throw new IllegalStateException("there is no proxy for " + link);
    }
    proxy.set(weather);
  }

  @Override
  public void close() {
    proxies.values().forEach(Proxy::close);
  }
}
