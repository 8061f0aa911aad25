package online.speka.infra.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import online.speka.infra.services.KafkaServer;
import online.speka.infra.services.LocalServer;
import online.speka.infra.services.PostgresServer;
import online.speka.infra.services.RedisServer;
import online.speka.infra.services.process.ClassArchive;

/// The three servers below Speka.
///
/// @param startingKafka which may not answer yet
record Services(Future<KafkaServer> startingKafka, RedisServer redis, PostgresServer postgres) {

  /// Starts all three at the same time; returns when Redis and PostgreSQL answer. Kafka needs
  /// longer, and whoever needs Kafka can wait for it by itself.
  static Services start(
      LocalSettings settings,
      LocalState.ServicePorts ports,
      Optional<ClassArchive> classArchive,
      Progress progress) {
    Path data = settings.data();
    progress.say("starting PostgreSQL, Redis and Kafka");
    Future<KafkaServer> kafka =
        announced(progress, "Kafka", () -> KafkaServer.start(kafka(ports, settings, classArchive)));
    Future<RedisServer> redis =
        announced(
            progress,
            "Redis",
            () -> RedisServer.start(RedisServer.Settings.at(ports.redis(), data.resolve("redis"))));
    Future<PostgresServer> postgres =
        announced(
            progress,
            "PostgreSQL",
            () ->
                PostgresServer.start(
                    PostgresServer.Settings.at(ports.postgres(), data.resolve("postgres"))));
    return new Services(kafka, await(redis), await(postgres));
  }

  /// Waits until it answers.
  KafkaServer kafka() {
    return await(startingKafka);
  }

  private static KafkaServer.Settings kafka(
      LocalState.ServicePorts ports, LocalSettings settings, Optional<ClassArchive> classArchive) {
    KafkaServer.Settings kafka =
        KafkaServer.Settings.at(
            ports.kafka(), ports.kafkaController(), settings.data().resolve("kafka"));
    for (Map.Entry<String, String> setting :
        settings.detours().brokerSettings(ports.kafka(), ports.kafkaController()).entrySet()) {
      kafka = kafka.with(setting.getKey(), setting.getValue());
    }
    return classArchive.map(kafka::with).orElse(kafka);
  }

  List<LocalServer> all() {
    return List.of(kafka(), redis, postgres);
  }

  private static <T extends LocalServer> Future<T> announced(
      Progress progress, String name, Supplier<T> start) {
    return CompletableFuture.supplyAsync(
        () -> {
          T server = start.get();
          progress.say(name + " answers on port " + server.port());
          return server;
        },
        task -> Thread.ofVirtual().name("start-" + name).start(task));
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
