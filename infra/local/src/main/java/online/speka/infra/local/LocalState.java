package online.speka.infra.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import online.speka.contract.principal.ApiKey;
import online.speka.infra.services.process.Ports;
import online.speka.ledger.admin.operators.OperatorToken;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What the first start decides and later starts keep: secrets, and the ports of the services.
///
/// @param key the API key of the account everybody uses
/// @param warmUpKey the key of an account that only pays for requests sent before READY
/// @param fixtureKeys keys for tests, in the order of [Fixtures]
/// @param adminToken of the first operator; null only in a file of an earlier version
record LocalState(
    String key,
    String warmUpKey,
    String adminPassword,
    List<String> fixtureKeys,
    ServicePorts ports,
    @Nullable String adminToken) {

  private static final String FILE = "state.json";
  private static final int PASSWORD_BYTES = 18;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  LocalState {
    fixtureKeys = List.copyOf(fixtureKeys);
  }

  /// Ports that clients of the services hold on to, so they stay the same over restarts.
  record ServicePorts(int kafka, int kafkaController, int redis, int postgres) {

    private static ServicePorts choose() {
      int[] free = Ports.free(4);
      return new ServicePorts(free[0], free[1], free[2], free[3]);
    }

    private ServicePorts overriddenBy(LocalSettings.PortChoice choice) {
      return new ServicePorts(
          choice.kafka().orElse(kafka),
          choice.kafkaController().orElse(kafkaController),
          choice.redis().orElse(redis),
          choice.postgres().orElse(postgres));
    }
  }

  /// The state of an earlier start, or a new one.
  static LocalState loadOrCreate(LocalSettings settings) {
    Path file = settings.data().resolve(FILE);
    LocalState known = Files.exists(file) ? load(file) : create();
    LocalState state =
        new LocalState(
            known.key,
            known.warmUpKey,
            known.adminPassword,
            withMissing(known.fixtureKeys),
            known.ports.overriddenBy(settings.ports()),
            known.adminToken == null ? newAdminToken() : known.adminToken);
    LocalFiles.replace(file, MAPPER.writeValueAsBytes(state));
    return state;
  }

  /// An earlier version knew fewer of them.
  private static List<String> withMissing(List<String> keys) {
    List<String> all = new ArrayList<>(keys);
    SecureRandom random = new SecureRandom();
    while (all.size() < Fixtures.NAMES.size()) {
      all.add(ApiKey.mint(random).reveal());
    }
    return all;
  }

  private static LocalState load(Path file) {
    try {
      return MAPPER.readValue(Files.readAllBytes(file), LocalState.class);
    } catch (IOException | JacksonException e) {
      throw new LocalException(
          file
              + " cannot be read: restore it, or move "
              + file.getParent()
              + " away to begin anew with other keys.",
          e);
    }
  }

  private static LocalState create() {
    SecureRandom random = new SecureRandom();
    byte[] password = new byte[PASSWORD_BYTES];
    random.nextBytes(password);
    return new LocalState(
        ApiKey.mint(random).reveal(),
        ApiKey.mint(random).reveal(),
        Base64.getUrlEncoder().withoutPadding().encodeToString(password),
        IntStream.range(0, Fixtures.NAMES.size())
            .mapToObj(_ -> ApiKey.mint(random).reveal())
            .toList(),
        ServicePorts.choose(),
        newAdminToken());
  }

  private static String newAdminToken() {
    return OperatorToken.mint(new SecureRandom()).reveal();
  }
}
