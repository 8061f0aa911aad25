package online.speka.infra.local;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/// Ports through which a part reaches a service instead of the service's own: where somebody who
/// wants to see what a bad network does has put a proxy.
///
/// @param ports by role, then by the service's name
record Detours(Map<Role, Map<String, Detour>> ports) {

  static final String SETTING = "SPEKA_DETOUR";
  static final String KAFKA = "kafka";
  static final String REDIS = "redis";
  static final String POSTGRES = "postgres";

  private static final Set<String> SERVICES = Set.of(KAFKA, REDIS, POSTGRES);
  private static final String EXPECTED =
      "like worker.redis=16001,edge.kafka=16002/16003 (a proxy's port; for Kafka also the port of"
          + " the listener behind it)";

  Detours {
    ports = Map.copyOf(ports);
  }

  /// @param port where the proxy listens
  /// @param behind where the broker has a listener of its own for it, which tells clients to come
  ///     through the proxy; 0 for other services
  record Detour(int port, int behind) {}

  static Detours none() {
    return new Detours(Map.of());
  }

  /// @param entries `role.service=port` or `role.kafka=port/listener`
  static Detours parse(Collection<String> entries) {
    Map<Role, Map<String, Detour>> ports = new EnumMap<>(Role.class);
    for (String entry : entries) {
      try {
        int equals = entry.indexOf('=');
        int dot = entry.lastIndexOf('.', equals);
        String service = entry.substring(dot + 1, equals);
        String[] numbers = entry.substring(equals + 1).split("/", -1);
        if (!SERVICES.contains(service) || numbers.length != (service.equals(KAFKA) ? 2 : 1)) {
          throw wrong(entry);
        }
        Detour detour =
            new Detour(
                Integer.parseInt(numbers[0]),
                numbers.length > 1 ? Integer.parseInt(numbers[1]) : 0);
        ports
            .computeIfAbsent(Role.of(entry.substring(0, dot)), _ -> new LinkedHashMap<>())
            .put(service, detour);
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        throw wrong(entry);
      }
    }
    return new Detours(ports);
  }

  private static LocalException wrong(String entry) {
    return new LocalException(SETTING + " must be " + EXPECTED + ", not \"" + entry + "\".");
  }

  /// The address at which this part reaches the service.
  String address(Role role, String service, int ownPort) {
    return "127.0.0.1:" + find(role, service).map(Detour::port).orElse(ownPort);
  }

  private Optional<Detour> find(Role role, String service) {
    return Optional.ofNullable(ports.getOrDefault(role, Map.of()).get(service));
  }

  /// Broker settings beside the usual ones: a listener for each detour, since a broker tells its
  /// clients where to connect next.
  Map<String, String> brokerSettings(int port, int controllerPort) {
    StringJoiner listeners = new StringJoiner(",");
    StringJoiner advertised = new StringJoiner(",");
    StringJoiner protocols = new StringJoiner(",");
    listeners.add("PLAINTEXT://127.0.0.1:" + port);
    listeners.add("CONTROLLER://127.0.0.1:" + controllerPort);
    advertised.add("PLAINTEXT://127.0.0.1:" + port);
    protocols.add("PLAINTEXT:PLAINTEXT").add("CONTROLLER:PLAINTEXT");
    boolean any = false;
    for (Role role : Role.values()) {
      Optional<Detour> detour = find(role, KAFKA);
      if (detour.isPresent()) {
        any = true;
        listeners.add(role + "://127.0.0.1:" + detour.get().behind());
        advertised.add(role + "://127.0.0.1:" + detour.get().port());
        protocols.add(role + ":PLAINTEXT");
      }
    }
    return any
        ? Map.of(
            "listeners", listeners.toString(),
            "advertised.listeners", advertised.toString(),
            "listener.security.protocol.map", protocols.toString())
        : Map.of();
  }
}
