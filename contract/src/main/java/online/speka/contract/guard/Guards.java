package online.speka.contract.guard;

import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The checks that are on: all of them, but in a fault campaign, where one may be missing.
///
/// @param missing the one that is off, or null
public record Guards(@Nullable Guard missing) {

  public static final Guards ALL = new Guards(null);

  /// Reads the setting.
  ///
  /// @param mutation the word of the guard to do without; empty for none
  /// @param serverAddress where the part listens: without a guard it must be the machine itself
  /// @throws IllegalArgumentException naming the key that is wrong
  public static Guards without(String mutation, String serverAddress) {
    if (mutation.isEmpty()) {
      return ALL;
    }
    Guard missing =
        Guard.find(mutation)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "speka.mutation must be one of "
                            + Arrays.stream(Guard.values()).map(Guard::word).toList()
                            + ", not "
                            + mutation));
    if (!isLoopback(serverAddress)) {
      throw new IllegalArgumentException(
          "speka.mutation takes a guard away and is refused unless server.address is a loopback"
              + " address; it is '"
              + serverAddress
              + "'");
    }
    return new Guards(missing);
  }

  public boolean has(Guard guard) {
    return missing != guard;
  }

  private static boolean isLoopback(String address) {
    try {
      return address.equals("localhost") || InetAddress.ofLiteral(address).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
