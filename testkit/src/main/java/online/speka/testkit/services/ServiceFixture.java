package online.speka.testkit.services;

import online.speka.infra.services.process.ServiceException;

/**
 * One service of the test JVM, and what may be done to it. The same in a process as in a container.
 */
public abstract sealed class ServiceFixture permits KafkaFixture, RedisFixture, PostgresFixture {

  private final TestServer server;

  ServiceFixture(TestServer server) {
    this.server = server;
  }

  public final String host() {
    return server.host();
  }

  /** Stays the same over kills and restarts. */
  public final int port() {
    return server.port();
  }

  /** SIGKILL. Extensions bring it back before the next test. */
  public final void kill() {
    server.kill();
  }

  /** An orderly end. */
  public final void stop() {
    server.stop();
  }

  /** Back on the same port with the same data; returns when it answers. */
  public final void restart() {
    server.restart();
  }

  /** Everything stops where it stands, connections stay open. */
  public final void freeze() {
    server.freeze();
  }

  public final void thaw() {
    server.thaw();
  }

  public final boolean isAlive() {
    return server.isAlive();
  }

  /** Makes the next test find it running and, where that is cheap, empty. */
  final void prepareForNextTest() {
    if (!server.isAlive()) {
      server.restart();
    }
    try {
      clean();
    } catch (RuntimeException e) {
      throw new ServiceException("Cannot clean up after the previous test: " + e.getMessage(), e);
    }
  }

  abstract void clean();
}
