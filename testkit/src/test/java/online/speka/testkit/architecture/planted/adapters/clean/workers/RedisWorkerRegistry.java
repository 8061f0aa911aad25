package online.speka.testkit.architecture.planted.adapters.clean.workers;

import io.lettuce.core.RedisClient;

/** Says what it uses, and so does what is nested in it. */
public record RedisWorkerRegistry(RedisClient client) {
  public record Heartbeat(RedisClient from) {}
}
