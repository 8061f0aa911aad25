package online.speka.infra.faults.stack;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import online.speka.infra.bench.stack.LaunchedStack;
import online.speka.infra.bench.stack.ReadyFile;
import online.speka.infra.faults.client.Payers;
import online.speka.infra.faults.facts.AdminFunds;
import online.speka.infra.faults.nemesis.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where a running platform is, and what opens it.
public record Addresses(LaunchedStack stack) {

  /// Where every edge takes requests.
  public List<InetSocketAddress> edges() {
    return urls(Component.EDGE).stream()
        .map(URI::create)
        .map(url -> new InetSocketAddress(url.getHost(), url.getPort()))
        .toList();
  }

  /// The keys of the fixtures' accounts, by account.
  public Map<String, String> keys() {
    JsonNode fixtures =
        JsonMapper.shared().readTree(stack.data().resolve("fixtures.json").toFile());
    Map<String, String> keys = new HashMap<>();
    for (String account : Payers.ACCOUNTS) {
      keys.put(account, fixtures.path(account).asString());
    }
    return keys;
  }

  /// Kafka's `host:port`.
  public String kafka() {
    return stack.readyNow().address(Component.KAFKA.role()).orElseThrow();
  }

  public String jdbcUrl() {
    return urls(Component.POSTGRES).getFirst();
  }

  /// The operators' way in.
  public AdminFunds.Door admin() {
    JsonNode ready = JsonMapper.shared().readTree(stack.data().resolve("ready.json").toFile());
    return new AdminFunds.Door(
        URI.create(ready.path("admin").asString()), ready.path("admin_token").asString());
  }

  /// Of those that run now.
  List<String> urls(Component component) {
    return stack.readyNow().processes().stream()
        .filter(process -> process.role().equals(component.role()))
        .map(ReadyFile.PlatformProcess::url)
        .filter(url -> url != null)
        .toList();
  }
}
