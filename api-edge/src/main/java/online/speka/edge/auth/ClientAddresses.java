package online.speka.edge.auth;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import online.speka.contract.principal.Network;

/// Finds a request's client behind the proxies that are trusted to say whom they speak for.
///
/// `X-Forwarded-For` is read from its end, where the nearest proxy has written, and only as far as
/// each address that wrote is trusted. What the client itself put into it stands before that, and
/// is never read.
final class ClientAddresses {
  private static final int HOPS_MAX = 32;

  /// An address, perhaps in brackets, perhaps with a port.
  private static final Pattern HOP =
      Pattern.compile(
          "(?<v4>[0-9]{1,3}(?:\\.[0-9]{1,3}){3})(?::[0-9]{1,5})?"
              + "|\\[(?<bracketed>[0-9A-Fa-f:.]{2,45})](?::[0-9]{1,5})?"
              + "|(?<v6>[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)");

  private final List<Network> trustedProxies;

  ClientAddresses(List<Network> trustedProxies) {
    this.trustedProxies = List.copyOf(trustedProxies);
  }

  /// @return empty if nobody who is trusted says it
  Optional<InetAddress> of(Caller caller) {
    InetAddress peer = caller.peer();
    if (peer == null || !isTrusted(peer)) {
      return Optional.ofNullable(peer);
    }
    String[] hops = String.join(",", caller.forwardedFor()).split(",", -1);
    if (caller.forwardedFor().isEmpty()) {
      return Optional.of(peer);
    }
    for (int i = hops.length - 1; i >= 0 && i >= hops.length - HOPS_MAX; i--) {
      Optional<InetAddress> hop = parse(hops[i].strip());
      if (hop.isEmpty() || !isTrusted(hop.get())) {
        return hop;
      }
    }
    return hops.length <= HOPS_MAX ? parse(hops[0].strip()) : Optional.empty();
  }

  private boolean isTrusted(InetAddress address) {
    return trustedProxies.stream().anyMatch(network -> network.contains(address));
  }

  /// Nothing that could be a host name: no text is ever looked up.
  private static Optional<InetAddress> parse(String hop) {
    Matcher form = HOP.matcher(hop);
    if (!form.matches()) {
      return Optional.empty();
    }
    String address = form.group("v4");
    if (address == null) {
      address = form.group("bracketed");
    }
    if (address == null) {
      address = form.group("v6");
    }
    try {
      return Optional.of(InetAddress.ofLiteral(address));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
