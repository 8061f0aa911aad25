package online.speka.infra.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetoursTest {

  @Test
  void withoutADetourEverybodyGoesStraight() {
    Detours none = Detours.parse(List.of());

    assertThat(none.address(Role.WORKER, Detours.REDIS, 6379)).isEqualTo("127.0.0.1:6379");
    assertThat(none.brokerSettings(9092, 9093)).isEmpty();
  }

  @Test
  void aDetourIsForOnePartAndOneService() {
    Detours detours = Detours.parse(List.of("worker.redis=16001"));

    assertThat(detours.address(Role.WORKER, Detours.REDIS, 6379)).isEqualTo("127.0.0.1:16001");
    assertThat(detours.address(Role.EDGE, Detours.REDIS, 6379)).isEqualTo("127.0.0.1:6379");
    assertThat(detours.address(Role.WORKER, Detours.KAFKA, 9092)).isEqualTo("127.0.0.1:9092");
  }

  @Test
  void aBrokerTellsThoseWhoComeThroughAProxyToComeThroughItAgain() {
    Detours detours = Detours.parse(List.of("edge.kafka=16002/16003"));

    assertThat(detours.brokerSettings(9092, 9093))
        .containsEntry(
            "listeners",
            "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093,EDGE://127.0.0.1:16003")
        .containsEntry("advertised.listeners", "PLAINTEXT://127.0.0.1:9092,EDGE://127.0.0.1:16002")
        .containsEntry(
            "listener.security.protocol.map",
            "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,EDGE:PLAINTEXT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "worker.redis",
        "worker=1",
        "boat.redis=1",
        "worker.mysql=1",
        "worker.redis=x",
        "edge.kafka=1",
        "edge.redis=1/2",
        ""
      })
  void aMistakeNamesTheVariable(String entry) {
    assertThatThrownBy(() -> Detours.parse(List.of(entry)))
        .isInstanceOf(LocalException.class)
        .hasMessageContaining("SPEKA_DETOUR");
  }
}
