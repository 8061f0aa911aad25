package online.speka.testkit.services;

import java.util.Arrays;

/**
 * The services of this test JVM: each starts when first asked for, several at the same time, and
 * ends with the JVM.
 *
 * <p>Most tests name what they need with {@link WithServices}, which also cleans up between tests.
 */
public final class Services {

  static final StartOnce<KafkaFixture> KAFKA = new StartOnce<>(KafkaFixture::start);
  static final StartOnce<RedisFixture> REDIS = new StartOnce<>(RedisFixture::start);
  static final StartOnce<PostgresFixture> POSTGRES = new StartOnce<>(PostgresFixture::start);

  private Services() {}

  public static KafkaFixture kafka() {
    return KAFKA.get();
  }

  public static RedisFixture redis() {
    return REDIS.get();
  }

  public static PostgresFixture postgres() {
    return POSTGRES.get();
  }

  /** Starts those that do not run yet, at the same time, and returns when all answer. */
  public static void start(Service... services) {
    Arrays.stream(services).forEach(service -> service.start().begin());
    Arrays.stream(services).forEach(service -> service.start().get());
  }
}
