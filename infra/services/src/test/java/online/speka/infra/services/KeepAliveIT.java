package online.speka.infra.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import online.speka.infra.services.process.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepAliveIT {

  private static final Duration BACK_WAIT_MAX = Duration.ofSeconds(30);

  @TempDir Path directory;

  @Test
  void aServerThatSomebodyKillsComesBackAndOneThatWasStoppedStaysDown() {
    List<Long> pids = new CopyOnWriteArrayList<>();
    try (RedisServer redis = RedisServer.start(RedisServer.Settings.at(Ports.free(), directory));
        KeepAlive _ = KeepAlive.over(List.of(redis), server -> pids.add(server.pid()))) {
      // Given
      ProcessHandle first = ProcessHandle.of(redis.pid()).orElseThrow();

      // When
      assertThat(first.destroyForcibly()).isTrue();

      // Then
      await().atMost(BACK_WAIT_MAX).until(() -> !pids.isEmpty());
      assertThat(redis.isAlive()).isTrue();
      assertThat(redis.pid()).isNotEqualTo(first.pid()).isEqualTo(pids.getFirst());

      // When
      redis.stop();

      // Then
      await().during(Duration.ofMillis(500)).atMost(BACK_WAIT_MAX).until(() -> !redis.isAlive());
    }
  }
}
