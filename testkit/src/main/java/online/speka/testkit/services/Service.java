package online.speka.testkit.services;

/** What a test may ask for; see {@link WithServices}. */
public enum Service {
  KAFKA,
  REDIS,
  POSTGRES;

  StartOnce<? extends ServiceFixture> start() {
    return switch (this) {
      case KAFKA -> Services.KAFKA;
      case REDIS -> Services.REDIS;
      case POSTGRES -> Services.POSTGRES;
    };
  }
}
