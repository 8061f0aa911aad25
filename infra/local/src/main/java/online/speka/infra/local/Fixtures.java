package online.speka.infra.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import online.speka.contract.principal.Principal;
import tools.jackson.databind.json.JsonMapper;

/// Accounts and keys for tests, made when `SPEKA_FIXTURES=true` and described in `fixtures.json`.
final class Fixtures {

  private static final String LIMITED = "limited";
  private static final int LIMITED_REQUESTS = 5;
  private static final String LIMITED_PER = "12s";
  private static final String SCOPED = "scoped";
  private static final String SCOPED_MODEL = "deepseek-ai/deepseek-r1";
  private static final String SCOPED_ENDPOINT = "chat_completions";
  private static final String FILE = "fixtures.json";
  private static final String REVOKED = "revoked";
  private static final String EXHAUSTED = "exhausted";
  private static final String WARM_UP_TENANT = "speka-warm-up";
  private static final int BODY_LIMIT_MB = 8;
  private static final int CONTEXT_TOKENS = 2048;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /// Tenants of the fixture keys, in order: the first two work, the third is revoked, the fourth
  /// may send few requests, the fifth may use one model for chat and nothing else, the sixth pays
  /// before and has nothing left. New ones come last: their keys are remembered in this order.
  static final List<String> NAMES = List.of("main", "other", REVOKED, LIMITED, SCOPED, EXHAUSTED);

  private Fixtures() {}

  /// What the ledger is told to mint beside the one account of every installation.
  static List<String> arguments(LocalSettings settings, LocalState state) {
    List<String> arguments = new ArrayList<>();
    add(arguments, 0, WARM_UP_TENANT, state.warmUpKey(), false);
    if (settings.fixtures()) {
      for (int i = 0; i < NAMES.size(); i++) {
        String name = NAMES.get(i);
        add(arguments, i + 1, "fixture-" + name, state.fixtureKeys().get(i), name.equals(REVOKED));
        arguments.addAll(
            peculiarities(name, "--speka.ledger.bootstrap.fixtures[" + (i + 1) + "]."));
      }
    }
    return arguments;
  }

  private static List<String> peculiarities(String name, String prefix) {
    return switch (name) {
      case LIMITED ->
          List.of(
              prefix + "limits.requests=" + LIMITED_REQUESTS, prefix + "limits.per=" + LIMITED_PER);
      case SCOPED ->
          List.of(prefix + "models=" + SCOPED_MODEL, prefix + "endpoints=" + SCOPED_ENDPOINT);
      case EXHAUSTED -> List.of(prefix + "prepaid=true");
      default -> List.of();
    };
  }

  /// Describes them for scripts.
  static void write(LocalSettings settings, LocalState state, List<Instance> instances) {
    Map<String, Object> fixtures = new LinkedHashMap<>();
    for (int i = 0; i < NAMES.size(); i++) {
      fixtures.put(NAMES.get(i), state.fixtureKeys().get(i));
    }
    fixtures.put("context_tokens", CONTEXT_TOKENS);
    fixtures.put("body_limit_mb", BODY_LIMIT_MB);
    instances.stream()
        .filter(instance -> instance.role() == Role.WORKER)
        .findFirst()
        .ifPresent(worker -> fixtures.put("inflight_url", worker.url() + "/inflight"));
    LocalFiles.replace(
        settings.data().resolve(FILE),
        MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(fixtures));
  }

  private static void add(
      List<String> arguments, int index, String tenant, String key, boolean revoked) {
    String prefix = "--speka.ledger.bootstrap.fixtures[" + index + "].";
    arguments.add(prefix + "tenant=" + tenant);
    arguments.add(prefix + "key=" + key);
    arguments.add(prefix + "state=" + (revoked ? Principal.State.REVOKED : Principal.State.ACTIVE));
  }
}
