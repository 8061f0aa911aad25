package online.speka.testkit.services;

import online.speka.infra.services.LocalServer;
import online.speka.infra.services.process.Signal;

/** What a service runs in. */
sealed interface TestServer permits TestServer.Embedded, ContainerServer {

  String host();

  int port();

  void kill();

  void stop();

  void restart();

  void freeze();

  void thaw();

  boolean isAlive();

  /** A child process of this JVM. */
  record Embedded(LocalServer server) implements TestServer {

    @Override
    public String host() {
      return "127.0.0.1";
    }

    @Override
    public int port() {
      return server.port();
    }

    @Override
    public void kill() {
      server.kill();
    }

    @Override
    public void stop() {
      server.stop();
    }

    @Override
    public void restart() {
      server.restart();
    }

    @Override
    public void freeze() {
      server.signal(Signal.STOP);
    }

    @Override
    public void thaw() {
      server.signal(Signal.CONT);
    }

    @Override
    public boolean isAlive() {
      return server.isAlive();
    }
  }
}
