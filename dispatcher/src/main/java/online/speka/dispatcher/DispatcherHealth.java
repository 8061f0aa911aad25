package online.speka.dispatcher;

import java.util.function.BooleanSupplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Ready when the group has given this process its models and Redis answers.
record DispatcherHealth(BooleanSupplier joined, BooleanSupplier redis) implements HealthIndicator {
  @Override
  public Health health() {
    boolean isJoined = joined.getAsBoolean();
    boolean isRedisReadable = redis.getAsBoolean();
    Health.Builder health = isJoined && isRedisReadable ? Health.up() : Health.outOfService();
    return health
        .withDetail("joined", isJoined)
        .withDetail("redisReadable", isRedisReadable)
        .build();
  }
}
