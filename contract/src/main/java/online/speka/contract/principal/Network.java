package online.speka.contract.principal;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;

/// A range of IP addresses, written as `10.0.0.0/8` or `2001:db8::/32`. An address alone is a range
/// of one.
public final class Network {

  private static final int LENGTH_MAX = 45 + 4;
  private static final int V4_BYTES = 4;
  private static final int V6_BYTES = 16;

  /// Nothing that could be a host name: no text is ever looked up.
  private static final Pattern FORM =
      Pattern.compile(
          "(?<address>(?:[0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)"
              + "(?:/(?<prefix>[0-9]{1,3}))?");

  private final InetAddress base;
  private final int prefixLength;

  private Network(InetAddress base, int prefixLength) {
    this.base = base;
    this.prefixLength = prefixLength;
  }

  /// @throws IllegalArgumentException if the text is no range, or names an address inside of one
  public static Network parse(String text) {
    Objects.requireNonNull(text);
    var form = FORM.matcher(text);
    if (text.length() > LENGTH_MAX || !form.matches()) {
      throw wrong(text, "is not of the form address/prefix");
    }
    InetAddress base;
    try {
      base = InetAddress.ofLiteral(form.group("address"));
    } catch (IllegalArgumentException e) {
      throw wrong(text, "does not begin with an IP address");
    }
    byte[] address = base.getAddress();
    String prefix = form.group("prefix");
    int bits = prefix == null ? address.length * Byte.SIZE : Integer.parseInt(prefix);
    if (bits > address.length * Byte.SIZE) {
      throw wrong(text, "has a prefix of more than " + address.length * Byte.SIZE + " bits");
    }
    if (!Arrays.equals(address, masked(address, bits))) {
      throw wrong(text, "has bits set beyond its prefix");
    }
    return new Network(base, bits);
  }

  public boolean contains(InetAddress address) {
    byte[] bytes = plain(address.getAddress());
    byte[] mine = base.getAddress();
    return bytes.length == mine.length && Arrays.equals(masked(bytes, prefixLength), mine);
  }

  /// An IPv4 address that came in through a socket for both.
  private static byte[] plain(byte[] address) {
    if (address.length != V6_BYTES) {
      return address;
    }
    int head = V6_BYTES - V4_BYTES;
    for (int i = 0; i < head; i++) {
      if (address[i] != (i < head - 2 ? 0 : (byte) 0xff)) {
        return address;
      }
    }
    return Arrays.copyOfRange(address, head, V6_BYTES);
  }

  private static byte[] masked(byte[] address, int bits) {
    byte[] masked = new byte[address.length];
    for (int i = 0; i < address.length; i++) {
      int kept = Math.clamp((long) bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
      masked[i] = (byte) (address[i] & (0xff << (Byte.SIZE - kept)));
    }
    return masked;
  }

  private static IllegalArgumentException wrong(String text, String why) {
    String shown = text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "…";
    return new IllegalArgumentException("network " + shown + " " + why);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network network
        && prefixLength == network.prefixLength
        && base.equals(network.base);
  }

  @Override
  public int hashCode() {
    return 31 * base.hashCode() + prefixLength;
  }

  @Override
  public String toString() {
    return base.getHostAddress() + "/" + prefixLength;
  }
}
