package online.speka.contract.principal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "192.168.1.64/26, 192.168.1.127, true",
    "192.168.1.64/26, 192.168.1.128, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "203.0.113.9, 203.0.113.9, true",
    "203.0.113.9, 203.0.113.8, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::/0, 2001:db8::1, true",
    "::/0, 10.0.0.1, false",
    "::1, ::1, true"
  })
  void aRangeHoldsItsAddressesAndNoOther(String network, String address, boolean held) {
    assertThat(Network.parse(network).contains(InetAddress.ofLiteral(address))).isEqualTo(held);
  }

  @Test
  void anIpv4AddressOfASocketForBothIsTheAddressThatItIs() throws UnknownHostException {
    // Given
    byte[] mapped = new byte[16];
    mapped[10] = mapped[11] = (byte) 0xff;
    mapped[12] = 10;
    InetAddress address = Inet6Address.getByAddress("", mapped, 0);
    // Then
    assertThat(address).isInstanceOf(Inet6Address.class);
    assertThat(Network.parse("10.0.0.0/8").contains(address)).isTrue();
    assertThat(Network.parse("11.0.0.0/8").contains(address)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "example.com/8",
        "10",
        "10.0/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.1/8",
        "10.0.0.256",
        "010.0.0.0/8 ",
        "10.0.0.0/-1",
        "2001:db8::/129",
        "2001:db8::1/32",
        "fe80::1%eth0",
        ":::",
        "10.0.0.0/8, 11.0.0.0/8",
        "1111:1111:1111:1111:1111:1111:1111:1111:1111/128"
      })
  void whatIsNoRangeIsNamed(String text) {
    assertThatThrownBy(() -> Network.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("network ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "2001:db8:0:0:0:0:0:0/32", "203.0.113.9/32", "0.0.0.0/0"})
  void itsTextIsItselfAgain(String text) {
    // When
    Network network = Network.parse(text);
    // Then
    assertThat(network).hasToString(text).isEqualTo(Network.parse(network.toString()));
    assertThat(network).hasSameHashCodeAs(Network.parse(network.toString()));
  }
}
