package online.speka.infra.services.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void freePortsDifferAndLieBelowThoseOfOutgoingConnections() {
    int[] ports = Ports.free(50);

    assertThat(ports).hasSize(50).doesNotHaveDuplicates();
    assertThat(Arrays.stream(ports)).allMatch(port -> port >= 15_000 && port < 32_000);
  }

  @Test
  void aPortWithAListenerIsNotFree() throws IOException {
    try (ServerSocket listener = new ServerSocket(0)) {
      assertThat(Ports.isFree(listener.getLocalPort())).isFalse();
    }
  }
}
