package online.speka.infra.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import online.speka.contract.catalog.ModelId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalSettingsTest {

  @Test
  void anEmptyEnvironmentGivesTheDocumentedDefaults() {
    // When
    LocalSettings settings = LocalSettings.of(Map.of("SPEKA_TOPOLOGY", "", "SPEKA_UPSTREAM", " "));
    // Then
    assertThat(settings.port()).isEqualTo(8080);
    assertThat(settings.consolePort()).isEqualTo(8081);
    assertThat(settings.data()).isAbsolute().endsWithRaw(java.nio.file.Path.of(".speka"));
    assertThat(settings.topology()).isEqualTo(Topology.inOneProcess(1));
    assertThat(settings.restart()).isTrue();
    assertThat(settings.fixtures()).isFalse();
    assertThat(settings.upstreams()).isEmpty();
    assertThat(settings.models()).isEmpty();
  }

  @Test
  void aTopologyIsReadAndItsPartsStayDownUnlessAskedFor() {
    // When
    LocalSettings settings = LocalSettings.of(Map.of("SPEKA_TOPOLOGY", "edge=2, worker=3"));
    // Then
    assertThat(settings.topology().count(Role.EDGE)).isEqualTo(2);
    assertThat(settings.topology().count(Role.WORKER)).isEqualTo(3);
    assertThat(settings.topology().count(Role.LEDGER)).isEqualTo(1);
    assertThat(settings.topology().isSeparate(Role.EDGE)).isTrue();
    assertThat(settings.restart()).isFalse();
  }

  @Test
  void upstreamsAndKnobsAreRead() {
    // When
    LocalSettings settings =
        LocalSettings.of(
            Map.of(
                "SPEKA_UPSTREAM",
                "a/b=http://127.0.0.1:9/v1, c=https://h/v1",
                "SPEKA_SIM_TTFT",
                "2s",
                "SPEKA_SIM_ITL",
                "0ms"));
    // Then
    assertThat(settings.upstreams())
        .isEqualTo(
            Map.of(
                new ModelId("a/b"),
                URI.create("http://127.0.0.1:9/v1"),
                new ModelId("c"),
                URI.create("https://h/v1")));
    assertThat(settings.simulation().timeToFirstToken()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.simulation().interToken()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "SPEKA_PORT, 99999",
    "SPEKA_PORT, http",
    "SPEKA_WORKERS, 0",
    "SPEKA_TOPOLOGY, edge",
    "SPEKA_TOPOLOGY, edges=2",
    "SPEKA_TOPOLOGY, edge=99",
    "SPEKA_FIXTURES, yes",
    "SPEKA_CLASS_ARCHIVE, 1",
    "SPEKA_UPSTREAM, http://127.0.0.1:9/v1",
    "SPEKA_UPSTREAM, m=127.0.0.1:9",
    "SPEKA_SIM_TTFT, fast",
    "SPEKA_SIM_ITL, -1ms",
    "SPEKA_SIM_SLOTS, 0",
    "SPEKA_KAFKA_PORT, 0"
  })
  void aMistakeNamesItsVariable(String variable, String value) {
    assertThatThrownBy(() -> LocalSettings.of(Map.of(variable, value)))
        .isInstanceOf(LocalException.class)
        .hasMessageContaining(variable);
  }
}
