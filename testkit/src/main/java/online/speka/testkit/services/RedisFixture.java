package online.speka.testkit.services;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import online.speka.infra.services.RedisServer;
import online.speka.infra.services.process.Ports;
import online.speka.infra.services.process.ShutdownSequence;

/** Redis, emptied before every test of a class that names it. */
public final class RedisFixture extends ServiceFixture {

  private static final String IMAGE = "redis:7.2";
  private static final int PORT_INSIDE = 6379;
  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(10);

  /** Threads are the dear part of a client; those of all clients are the same, and daemons. */
  private final ClientResources shared = ClientResources.create();

  private final RedisClient housekeeping;

  private RedisFixture(TestServer server) {
    super(server);
    this.housekeeping = newClient();
    var _ = ShutdownSequence.ofThisJvm().add("redis client of the fixture", housekeeping);
  }

  static RedisFixture start() {
    return new RedisFixture(
        switch (TestServerKind.chosen()) {
          case EMBEDDED ->
              new TestServer.Embedded(
                  RedisServer.start(
                      RedisServer.Settings.at(
                          Ports.free(), TestServerKind.temporaryDirectory("redis"))));
          case CONTAINERS ->
              ContainerServer.start(
                  IMAGE,
                  ContainerServer.Address.choose(),
                  PORT_INSIDE,
                  (host, port) -> () -> RedisServer.ping(host, port),
                  container ->
                      container.setCommandParts(
                          new String[] {
                            "redis-server",
                            "--appendonly",
                            "yes",
                            "--save",
                            "",
                            "--maxmemory-policy",
                            "noeviction"
                          }));
        });
  }

  public String uri() {
    return "redis://" + host() + ":" + port();
  }

  /**
   * A client of its own; whoever asked closes it. Tests may take one as a parameter, which is
   * closed for them.
   */
  public RedisClient newClient() {
    RedisURI uri = RedisURI.create(uri());
    uri.setTimeout(COMMAND_TIMEOUT);
    return RedisClient.create(shared, uri);
  }

  /** Keys of every database; functions and connections stay. */
  public void flush() {
    try (StatefulRedisConnection<String, String> connection = housekeeping.connect()) {
      var _ = connection.sync().flushall();
    }
  }

  @Override
  void clean() {
    flush();
  }
}
