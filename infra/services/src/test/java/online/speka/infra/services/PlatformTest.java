package online.speka.infra.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import online.speka.infra.services.process.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-amd64, postgres-linux-x86_64",
    "Linux, aarch64, linux-arm64, postgres-linux-arm_64",
    "Mac OS X, aarch64, darwin-arm64, postgres-darwin-arm_64",
    "Mac OS X, x86_64, darwin-amd64, postgres-darwin-x86_64",
  })
  void everySupportedPlatformHasItsBinariesOnTheClassPath(
      String osName, String osArch, String name, String postgresPrefix) {
    Platform platform = Platform.of(osName, osArch);

    assertThat(platform).hasToString(name);
    assertThat(platform.postgresResource()).startsWith(postgresPrefix);
    assertThat(getClass().getResource("/" + platform.redisResource())).isNotNull();
    assertThat(getClass().getResource("/" + postgresPrefix + ".txz")).isNotNull();
  }

  @Test
  void aMissingBinaryNamesThePlatform(@TempDir Path cache) {
    assertThatThrownBy(
            () ->
                new BinaryCache(cache)
                    .directoryOf("redis-server", "redis-server-for-mars", (_, _) -> {}))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("There is no redis-server for " + Platform.current());
  }
}
