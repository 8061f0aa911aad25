package online.speka.infra.services.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

/** Free and taken TCP ports of the loopback address. */
public final class Ports {

  /**
   * Below the range from which Linux and macOS take the ports of outgoing connections: a port that
   * is free between a kill and a restart must not become the near end of somebody's connection.
   */
  private static final int FREE_MIN = 15_000;

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int FREE_MAX = 32_000;
  private static final int TRIES_MAX = 1_000;

  private Ports() {}

  /** A port nobody listens on now. */
  public static int free() {
    return free(1)[0];
  }

  /** Several different ones, in ascending order. */
  public static int[] free(int count) {
    Set<Integer> found = new TreeSet<>();
    for (int tries = 0; tries < TRIES_MAX && found.size() < count; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FREE_MIN, FREE_MAX);
      if (isFree(port)) {
        found.add(port);
      }
    }
    if (found.size() < count) {
      throw new ServiceException(
          "No free port found between %d and %d: too many programs listen on this machine."
              .formatted(FREE_MIN, FREE_MAX));
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(LOOPBACK, port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * Throws, with the name of the program in the way, when somebody listens already.
   *
   * @param user what wants the port
   * @param setting the environment variable that gives it another
   */
  public static void requireFree(int port, String user, String setting) {
    if (!isFree(port)) {
      throw new ServiceException(
          "Port %d, which %s needs, is taken by %s: stop that or set %s to another port."
              .formatted(port, user, PortOwner.of(port).orElse("another program"), setting));
    }
  }
}
