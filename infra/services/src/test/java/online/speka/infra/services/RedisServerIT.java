package online.speka.infra.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import online.speka.infra.services.process.Ports;
import online.speka.infra.services.process.ServiceException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerIT {

  @TempDir Path parent;

  private Path directory;

  @BeforeEach
  void nameTheDirectory() {
    directory = parent.resolve("with a space");
  }

  @Test
  void whatWasAcknowledgedSurvivesAKill() throws IOException {
    // Given
    try (RedisServer redis = RedisServer.start(RedisServer.Settings.at(Ports.free(), directory))) {
      long firstPid = redis.pid();
      assertThat(send(redis, "SET answer 42")).isEqualTo("+OK");

      // When
      redis.kill();
      assertThat(redis.isAlive()).isFalse();
      redis.restart();

      // Then
      assertThat(redis.pid()).isNotEqualTo(firstPid);
      assertThat(send(redis, "INCR answer")).isEqualTo(":43");
    }
  }

  @Test
  void onlyTheLoopbackAddressListensAndNothingIsEvicted() throws IOException {
    try (RedisServer redis =
        RedisServer.start(
            RedisServer.Settings.at(Ports.free(), directory).inMemory().with("databases", "1"))) {
      assertThat(send(redis, "SELECT 1")).startsWith("-ERR");
      assertThat(config(redis, "bind")).isEqualTo("127.0.0.1");
      assertThat(config(redis, "maxmemory-policy")).isEqualTo("noeviction");
      assertThat(config(redis, "appendonly")).isEqualTo("no");
    }
  }

  @Test
  void aPortThatIsTakenIsNamedWithItsHolderAndTheSetting() throws IOException {
    // Given
    int port = Ports.free();
    try (ServerSocket other = new ServerSocket(port)) {
      // When / Then
      assertThatThrownBy(
              () -> RedisServer.start(RedisServer.Settings.at(other.getLocalPort(), directory)))
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("Port " + port)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("SPEKA_REDIS_PORT");
    }
  }

  @Test
  void aProgramThatGivesUpIsQuotedFromItsLog() {
    RedisServer.Settings mistaken =
        RedisServer.Settings.at(Ports.free(), directory).with("no-such-directive", "1");

    assertThatThrownBy(() -> RedisServer.start(mistaken))
        .isInstanceOf(ServiceException.class)
        .hasMessageStartingWith("redis exited with status 1 while starting")
        .hasMessageContaining("redis.log")
        .hasMessageContaining("Bad directive");
  }

  @Test
  void aDirectoryHasOneHolder() {
    try (RedisServer _ = RedisServer.start(RedisServer.Settings.at(Ports.free(), directory))) {
      assertThatThrownBy(() -> RedisServer.start(RedisServer.Settings.at(Ports.free(), directory)))
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("is in use by this very process")
          .hasMessageContaining("SPEKA_DATA");
    }
  }

  private static String config(RedisServer redis, String directive) throws IOException {
    // *2, $n, name, $n, value
    return Wire.exchange(redis.port(), "CONFIG GET " + directive).split("\r\n")[4];
  }

  private static String send(RedisServer redis, String command) throws IOException {
    return Wire.send(redis.port(), command);
  }
}
