package online.speka.infra.local;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import online.speka.infra.services.KafkaServer;
import online.speka.infra.services.LocalServer;
import online.speka.infra.services.PostgresServer;
import online.speka.infra.services.RedisServer;

/// The three servers below Speka.
record Services(KafkaServer kafka, RedisServer redis, PostgresServer postgres) {

  /// Starts all three at the same time; returns when all answer.
  static Services start(Path data, LocalState.ServicePorts ports, Progress progress) {
    progress.say("starting PostgreSQL, Redis and Kafka");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<KafkaServer> kafka =
          threads.submit(
              announced(
                  progress,
                  "Kafka",
                  () ->
                      KafkaServer.start(
                          KafkaServer.Settings.at(
                              ports.kafka(), ports.kafkaController(), data.resolve("kafka")))));
      Future<RedisServer> redis =
          threads.submit(
              announced(
                  progress,
                  "Redis",
                  () ->
                      RedisServer.start(
                          RedisServer.Settings.at(ports.redis(), data.resolve("redis")))));
      Future<PostgresServer> postgres =
          threads.submit(
              announced(
                  progress,
                  "PostgreSQL",
                  () ->
                      PostgresServer.start(
                          PostgresServer.Settings.at(ports.postgres(), data.resolve("postgres")))));
      return new Services(await(kafka), await(redis), await(postgres));
    }
  }

  List<LocalServer> all() {
    return List.of(kafka, redis, postgres);
  }

  private static <T extends LocalServer> Callable<T> announced(
      Progress progress, String name, Callable<T> start) {
    return () -> {
      T server = start.call();
      progress.say(name + " answers on port " + server.port());
      return server;
    };
  }

  /// What the start returned; what it threw is thrown here.
  static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new LocalException("Something did not start: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalException("Interrupted while starting.", e);
    }
  }
}
