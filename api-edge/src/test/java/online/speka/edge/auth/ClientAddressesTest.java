package online.speka.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import online.speka.contract.principal.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressesTest {
  private static final ClientAddresses BEHIND_PROXIES =
      new ClientAddresses(List.of(Network.parse("10.0.0.0/8"), Network.parse("fd00::/8")));

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          192.0.2.7 | 198.51.100.1              | 192.0.2.7
          10.0.0.1  | 198.51.100.1              | 198.51.100.1
          10.0.0.1  | 1.1.1.1, 198.51.100.1     | 198.51.100.1
          10.0.0.1  | 198.51.100.1, 10.0.0.2    | 198.51.100.1
          10.0.0.1  | 10.0.0.3, 10.0.0.2        | 10.0.0.3
          10.0.0.1  | 198.51.100.1:4711         | 198.51.100.1
          10.0.0.1  | [2001:db8::1]:4711        | 2001:db8::1
          10.0.0.1  | 2001:db8::1               | 2001:db8::1
          fd00::1   | 198.51.100.1              | 198.51.100.1
          10.0.0.1  | 1.1.1.1,                  |
          10.0.0.1  | 198.51.100.1, unknown     |
          10.0.0.1  | localhost                 |
          10.0.0.1  | 999.1.1.1                 |
          10.0.0.1  | ::::                      |
          """)
  void theNearestThatIsNoProxyOfOursIsTheClient(String peer, String header, String client) {
    Caller caller = new Caller(InetAddress.ofLiteral(peer), List.of(header));

    if (client == null) {
      assertThat(BEHIND_PROXIES.of(caller)).isEmpty();
    } else {
      assertThat(BEHIND_PROXIES.of(caller)).contains(InetAddress.ofLiteral(client));
    }
  }

  @Test
  void severalHeadersAreOneList() {
    Caller caller =
        new Caller(
            InetAddress.ofLiteral("10.0.0.1"),
            Arrays.asList("1.1.1.1", "198.51.100.1", "10.0.0.2"));

    assertThat(BEHIND_PROXIES.of(caller)).contains(InetAddress.ofLiteral("198.51.100.1"));
  }

  @Test
  void withoutTheHeaderTheProxyItselfIsTheClient() {
    InetAddress proxy = InetAddress.ofLiteral("10.0.0.1");

    assertThat(BEHIND_PROXIES.of(new Caller(proxy, List.of()))).contains(proxy);
  }

  @Test
  void nobodyIsBelievedUnlessTheyAreNamed() {
    InetAddress peer = InetAddress.ofLiteral("10.0.0.1");

    assertThat(new ClientAddresses(List.of()).of(new Caller(peer, List.of("198.51.100.1"))))
        .contains(peer);
  }

  @Test
  void aListWithoutAnEndIsNotRead() {
    Caller caller =
        new Caller(InetAddress.ofLiteral("10.0.0.1"), Collections.nCopies(100_000, "10.0.0.2"));

    assertThat(BEHIND_PROXIES.of(caller)).isEmpty();
  }
}
