package online.speka.testkit.architecture.planted.adapters.bad.workers;

import io.lettuce.core.RedisClient;

/** Uses Redis without saying so. */
public record WorkerRegistry(RedisClient client) {}
