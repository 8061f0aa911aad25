package online.speka.worker.lifecycle;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import online.speka.contract.fleet.WorkerId;
import online.speka.worker.engine.Engines;
import online.speka.worker.intake.Inbox;
import online.speka.worker.publishing.KafkaReachability;
import online.speka.worker.running.HeldJobs;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires heartbeat, health and drain.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LifecycleProperties.class)
class LifecycleConfiguration {

  @Bean
  RedisHeartbeat redisHeartbeat(
      @Qualifier("redisClient") RedisClient client,
      RedisURI uri,
      WorkerId worker,
      LongSupplier ticker) {
    return new RedisHeartbeat(client, uri, worker, ticker);
  }

  /// A thread of its own: nothing that takes long may come between two beats.
  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService heartbeatTimer() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("heartbeat").factory());
  }

  @Bean
  Heartbeats heartbeats(
      WorkerId worker,
      Engines engines,
      HeldJobs heldJobs,
      HeartbeatSink sink,
      @Qualifier("heartbeatTimer") ScheduledExecutorService timer) {
    return new Heartbeats(worker, engines, heldJobs, sink, timer);
  }

  @Bean
  WorkerLifecycle workerLifecycle(
      Heartbeats heartbeats,
      Inbox inbox,
      HeldJobs heldJobs,
      LifecycleProperties properties,
      LongSupplier ticker) {
    return new WorkerLifecycle(heartbeats, inbox, heldJobs, properties, ticker);
  }

  @Bean
  WorkerHealth workerHealthIndicator(
      Engines engines, Heartbeats heartbeats, HeartbeatSink redis, KafkaReachability kafka) {
    return new WorkerHealth(engines, heartbeats, redis, kafka);
  }
}
