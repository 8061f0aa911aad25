package online.speka.testkit.architecture.planted.adapters.clean.workers;

import io.lettuce.core.RedisClient;

/** Wiring has to see everything. */
public class WorkersConfiguration {
  RedisWorkerRegistry registry(RedisClient client) {
    return new RedisWorkerRegistry(client);
  }
}
