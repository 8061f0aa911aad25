package online.speka.edge.resumption;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param keptFor how long a key stands for its request, and the answer is kept after its last
///     byte; in Redis, so it is memory
/// @param unattendedMax how long a job runs on when no client waits for it any more
/// @param claimCheckInterval how often a key is looked at whose job may not be durable yet
/// @param takeoverMargin how long after the last moment at which the edge that claimed a key can
///     have submitted its job another edge does so in its place
/// @param endGrace how long after its deadline a job's end may still arrive
@ConfigurationProperties("speka.edge.resumption")
public record ResumptionProperties(
    @DefaultValue("24h") Duration keptFor,
    @DefaultValue("60s") Duration unattendedMax,
    @DefaultValue("100ms") Duration claimCheckInterval,
    @DefaultValue("1s") Duration takeoverMargin,
    @DefaultValue("10s") Duration endGrace) {
  public ResumptionProperties {
    if (!keptFor.isPositive()
        || !unattendedMax.isPositive()
        || !claimCheckInterval.isPositive()
        || takeoverMargin.isNegative()) {
      throw new IllegalArgumentException(
          "speka.edge.resumption: keptFor, unattendedMax and claimCheckInterval must be positive,"
              + " takeoverMargin not negative");
    }
  }
}
