package online.speka.dispatcher.workers;

import java.time.Duration;
import online.speka.contract.fleet.Heartbeat;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings of the worker registry, `speka.dispatcher.workers.*`.
///
/// @param readInterval between two readings of all heartbeats
/// @param grace how much longer than two beats a worker may be silent
/// @param outageGrace more grace, once, after heartbeats could not be read
@ConfigurationProperties("speka.dispatcher.workers")
record WorkersProperties(
    @DefaultValue("250ms") Duration readInterval,
    @DefaultValue("1s") Duration grace,
    @DefaultValue("3s") Duration outageGrace) {

  private static final int BEATS_MISSED_MAX = 2;

  WorkersProperties {
    if (!readInterval.isPositive()) {
      throw new IllegalArgumentException(
          "speka.dispatcher.workers.read-interval must be positive, not " + readInterval);
    }
  }

  LivenessLimits liveness() {
    return new LivenessLimits(
        Heartbeat.INTERVAL.multipliedBy(BEATS_MISSED_MAX).plus(grace),
        outageGrace,
        readInterval.multipliedBy(2));
  }
}
