package online.speka.testkit.architecture.planted.pure.bad.admission;

import io.lettuce.core.RedisClient;

/** A decision that knows Redis. */
public record RedisLimiter(RedisClient client) {}
